/** The icon of a file without a preview. */
import { Document24Regular } from '@fluentui/react-icons/svg/document';
import { DocumentText24Regular } from '@fluentui/react-icons/svg/document-text';
import { FolderZip24Regular } from '@fluentui/react-icons/svg/folder-zip';
import { Image24Regular } from '@fluentui/react-icons/svg/image';
import { ImageOff24Regular } from '@fluentui/react-icons/svg/image-off';
import { MusicNote224Regular } from '@fluentui/react-icons/svg/music-note';
import { Video24Regular } from '@fluentui/react-icons/svg/video';
import { detectFileKind, type FileKind } from './fileKind.ts';

const icons = {
  image: Image24Regular,
  video: Video24Regular,
  sound: MusicNote224Regular,
  archive: FolderZip24Regular,
  log: DocumentText24Regular,
  document: Document24Regular,
  other: Document24Regular,
  damaged: ImageOff24Regular,
} satisfies Record<FileKind | 'damaged', unknown>;

type Props = { readonly name: string; readonly found?: 'image' | 'video' | 'damaged' | null };

/** The icon by the detected content type, or else by the file name. */
export function FileIcon({ name, found }: Props) {
  const Icon = icons[found ?? detectFileKind(name)];
  return <Icon aria-hidden />;
}
