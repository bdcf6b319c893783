/** Step of the check: the icons of the app package meet the requirements of Teams, including their pixels. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { PNG } from 'pngjs';

const sizes = { color: 192, outline: 32 } as const;

/** Faults of one icon as sentences; the outline must also be white on a transparent background. */
export async function iconFaults(
  folder: string,
  kind: 'color' | 'outline',
  file: string,
): Promise<string[]> {
  const bytes = await readFile(path.join(folder, file)).catch(() => null);
  if (bytes === null) return [`${file} is missing.`];
  const image = decode(bytes);
  if (image === null) return [`${file} is no PNG.`];
  const { width, height } = image;
  const size = sizes[kind];
  if (width !== size || height !== size)
    return [`${file} is ${width}×${height}; Teams requires ${size}×${size}.`];
  return kind === 'outline' ? outlineFaults(file, image) : [];
}

function decode(bytes: Buffer): PNG | null {
  try {
    return PNG.sync.read(bytes);
  } catch {
    return null;
  }
}

/** The pixels are red, green, blue and alpha, in every format of a PNG. */
function outlineFaults(file: string, { data: pixels, width, height }: PNG): string[] {
  let drawn = 0;
  let coloured = 0;
  for (let at = 0; at < pixels.length; at += 4) {
    if (pixels[at + 3] === 0) continue;
    drawn += 1;
    if (pixels[at] !== 255 || pixels[at + 1] !== 255 || pixels[at + 2] !== 255) coloured += 1;
  }
  const faults = coloured === 0 ? [] : [`${file} has ${coloured} pixels that are not white.`];
  const total = width * height;
  if (drawn === 0 || drawn === total)
    faults.push(`${file} must be lines on a transparent background.`);
  return faults;
}
