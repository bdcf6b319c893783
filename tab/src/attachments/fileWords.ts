/** How a file is told in words: its name, and what kind it is. */

const longestName = 90;
const endKept = 24;

/** Controls, and marks that turn the reading direction: `exe.gpj` could pass for `jpg.exe`. */
const deceiving = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/** A name in which nothing deceives, in its full length. */
export function plainName(name: string): string {
  return name.replace(deceiving, '').trim() || 'File without a name';
}

/** A name as it may be shown: its end stays in sight when it is long. */
export function sayName(name: string): string {
  const plain = plainName(name);
  const characters = [...plain];
  if (characters.length <= longestName) return plain;
  const start = characters.slice(0, longestName - endKept - 1).join('');
  return `${start}…${characters.slice(-endKept).join('')}`;
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
