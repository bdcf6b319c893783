/** What a file is, found in its first bytes: what its sender says of it is not believed. */
import type { Preview } from '@rooms-pro/core';
import { fileTypeFromBuffer } from 'file-type';

/** So many of the first bytes are enough to tell, says the library. */
export const typeDetectionBytes = 4100;

export type FoundType = { readonly contentType: string; readonly preview: Preview | null };

/** Any bytes: what browsers save and never show. */
const anyBytes: FoundType = { contentType: 'application/octet-stream', preview: null };

/**
 * What browsers show without running anything in it. Nothing else is ever named: neither HTML nor
 * SVG, which are programs, nor what only some browsers know.
 */
const shown: Readonly<Record<string, FoundType>> = {
  'image/png': { contentType: 'image/png', preview: 'image' },
  // Moving pictures in the form of PNG; browsers take them by the name of PNG.
  'image/apng': { contentType: 'image/png', preview: 'image' },
  'image/jpeg': { contentType: 'image/jpeg', preview: 'image' },
  'image/gif': { contentType: 'image/gif', preview: 'image' },
  'image/webp': { contentType: 'image/webp', preview: 'image' },
  'video/mp4': { contentType: 'video/mp4', preview: 'video' },
  'video/webm': { contentType: 'video/webm', preview: 'video' },
};

/** The type of a content that begins with these bytes. */
export async function detectType(head: Uint8Array): Promise<FoundType> {
  // Bytes made to lead the detection astray are no picture.
  const found = await fileTypeFromBuffer(head).catch(() => undefined);
  return typeNamed(found?.mime ?? '');
}

/** The type under this name where it may be shown, else that of any bytes. */
export function typeNamed(contentType: string): FoundType {
  return Object.hasOwn(shown, contentType) ? (shown[contentType] ?? anyBytes) : anyBytes;
}
