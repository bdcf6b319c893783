/** The displayed name of a file, and the kind of its content. */
import { clip, sanitizeFileName } from '@rooms-pro/core';

const longestName = 90;
const endKept = 24;

/**
 * The displayed name: sanitized, even if the server has not sanitized it yet, and with its extension
 * visible.
 */
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

/** The kinds of files that have an icon. */
export type FileKind = 'image' | 'video' | 'sound' | 'archive' | 'log' | 'document' | 'other';

const endings: Readonly<Record<Exclude<FileKind, 'other'>, string>> = {
  image: 'png jpg jpeg gif webp avif bmp heic heif svg tif tiff',
  video: 'mp4 m4v mov webm avi mkv wmv',
  sound: 'mp3 m4a wav ogg flac aac wma',
  archive: 'zip 7z gz tgz tar rar cab',
  log: 'log txt etl evtx json xml csv md yml yaml ini',
  document: 'pdf doc docx xls xlsx ppt pptx odt ods odp rtf',
};

/** The kind by the file extension: sufficient for an icon, but not for decisions. */
export function detectFileKind(name: string): FileKind {
  const ending = /\.([^.]+)$/.exec(name.trim().toLowerCase())?.[1] ?? '';
  const kinds = Object.keys(endings) as (keyof typeof endings)[];
  return kinds.find((kind) => endings[kind].split(' ').includes(ending)) ?? 'other';
}
