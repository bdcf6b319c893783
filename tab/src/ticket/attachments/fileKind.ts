/** How a file is told in words: its name, and what kind it is. */
import { clip, sanitizeFileName } from '@rooms-pro/core';

const longestName = 90;
const endKept = 24;

/** A name as it is shown, the server's or one that it has not tamed yet; its end stays in sight. */
export function formatName(name: string): string {
  const plain = sanitizeFileName(name);
  const characters = [...plain];
  if (characters.length <= longestName) return plain;
  const start = clip(plain, longestName - endKept - 1, 'points');
  return `${start}…${characters
    .slice(-endKept)
    .join('')
    .replace(/^[\u200d\ufe0f\p{M}]+/u, '')}`;
}

/** What an icon can stand for. */
export type FileKind = 'image' | 'video' | 'sound' | 'archive' | 'log' | 'document' | 'other';

const endings: Readonly<Record<Exclude<FileKind, 'other'>, string>> = {
  image: 'png jpg jpeg gif webp avif bmp heic heif svg tif tiff',
  video: 'mp4 m4v mov webm avi mkv wmv',
  sound: 'mp3 m4a wav ogg flac aac wma',
  archive: 'zip 7z gz tgz tar rar cab',
  log: 'log txt etl evtx json xml csv md yml yaml ini',
  document: 'pdf doc docx xls xlsx ppt pptx odt ods odp rtf',
};

/** By the ending of its name: good enough for an icon, and for nothing else. */
export function kindOfFile(name: string): FileKind {
  const ending = /\.([^.]+)$/.exec(name.trim().toLowerCase())?.[1] ?? '';
  const kinds = Object.keys(endings) as (keyof typeof endings)[];
  return kinds.find((kind) => endings[kind].split(' ').includes(ending)) ?? 'other';
}
