/** Finds the type of a file in its first bytes, because the sender's type cannot be trusted. */
import type { Preview } from '@rooms-pro/core';
import { fileTypeFromBuffer } from 'file-type';

/** The library needs this many of the first bytes. */
export const typeDetectionBytes = 4100;

export type FoundType = { readonly contentType: string; readonly preview: Preview | null };

/** Any bytes: browsers save the file and never show it. */
const anyBytes: FoundType = { contentType: 'application/octet-stream', preview: null };

/**
 * Types that browsers show without running any code in them. No other type is ever sent: not HTML
 * and SVG, which are programs, and not types that only some browsers support.
 */
const shown: Readonly<Record<string, FoundType>> = {
  'image/png': { contentType: 'image/png', preview: 'image' },
  // Animated PNG. Browsers accept it under the type of PNG.
  'image/apng': { contentType: 'image/png', preview: 'image' },
  'image/jpeg': { contentType: 'image/jpeg', preview: 'image' },
  'image/gif': { contentType: 'image/gif', preview: 'image' },
  'image/webp': { contentType: 'image/webp', preview: 'image' },
  'video/mp4': { contentType: 'video/mp4', preview: 'video' },
  'video/webm': { contentType: 'video/webm', preview: 'video' },
};

/** The type of content that begins with these bytes. */
export async function detectType(head: Uint8Array): Promise<FoundType> {
  // Bytes that make the detection fail are not a picture.
  const found = await fileTypeFromBuffer(head).catch(() => undefined);
  return typeNamed(found?.mime ?? '');
}

/** The type under this name if browsers can show it; if not, the type of any bytes. */
export function typeNamed(contentType: string): FoundType {
  return Object.hasOwn(shown, contentType) ? (shown[contentType] ?? anyBytes) : anyBytes;
}
