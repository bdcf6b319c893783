/** Step of the check: the icons of the app package meet the requirements of Teams, including their pixels. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { inflateSync } from 'node:zlib';

const sizes = { color: 192, outline: 32 } as const;
const pngSignature = '89504e470d0a1a0a';

type Header = {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
  readonly colourType: number;
  readonly interlaced: number;
};

/** Faults of one icon as sentences; the outline must also be white on a transparent background. */
export async function iconFaults(
  folder: string,
  kind: 'color' | 'outline',
  file: string,
): Promise<string[]> {
  const bytes = await readFile(path.join(folder, file)).catch(() => null);
  if (bytes === null) return [`${file} is missing.`];
  if (bytes.subarray(0, 8).toString('hex') !== pngSignature) return [`${file} is no PNG.`];
  const header = headerOf(bytes);
  const { width, height } = header;
  const size = sizes[kind];
  if (width !== size || height !== size)
    return [`${file} is ${width}×${height}; Teams requires ${size}×${size}.`];
  return kind === 'outline' ? outlineFaults(file, bytes, header) : [];
}

/** The first chunk of a PNG is its header. */
function headerOf(bytes: Buffer): Header {
  return {
    width: bytes.readUInt32BE(16),
    height: bytes.readUInt32BE(20),
    bitDepth: bytes.readUInt8(24),
    colourType: bytes.readUInt8(25),
    interlaced: bytes.readUInt8(28),
  };
}

function outlineFaults(file: string, bytes: Buffer, header: Header): string[] {
  // Type 6 is red, green, blue and alpha, the usual format of such icons.
  if (header.bitDepth !== 8 || header.colourType !== 6 || header.interlaced !== 0)
    return [`${file} cannot be checked; save it as a plain PNG with 8 bits and alpha.`];
  const pixels = pixelsOf(bytes, header);
  let drawn = 0;
  let coloured = 0;
  for (let at = 0; at < pixels.length; at += 4) {
    if (pixels[at + 3] === 0) continue;
    drawn += 1;
    if (pixels[at] !== 255 || pixels[at + 1] !== 255 || pixels[at + 2] !== 255) coloured += 1;
  }
  const faults = coloured === 0 ? [] : [`${file} has ${coloured} pixels that are not white.`];
  const total = header.width * header.height;
  if (drawn === 0 || drawn === total)
    faults.push(`${file} must be lines on a transparent background.`);
  return faults;
}

/** Decodes the pixels: each line begins with its filter type, which refers to neighbouring pixels. */
function pixelsOf(bytes: Buffer, { width, height }: Header): Uint8Array {
  const packed = inflateSync(Buffer.concat([...dataChunks(bytes)]));
  const stride = width * 4;
  const pixels = new Uint8Array(stride * height);
  for (let line = 0; line < height; line += 1) {
    const filter = packed[line * (stride + 1)] ?? 0;
    for (let column = 0; column < stride; column += 1) {
      const at = line * stride + column;
      const left = column < 4 ? 0 : (pixels[at - 4] ?? 0);
      const above = pixels[at - stride] ?? 0;
      const aboveLeft = column < 4 ? 0 : (pixels[at - stride - 4] ?? 0);
      const raw = packed[line * (stride + 1) + 1 + column] ?? 0;
      pixels[at] = raw + predicted(filter, left, above, aboveLeft);
    }
  }
  return pixels;
}

function predicted(filter: number, left: number, above: number, aboveLeft: number): number {
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return Math.floor((left + above) / 2);
  if (filter !== 4) return 0;
  const guess = left + above - aboveLeft;
  const [toLeft, toAbove, toBoth] = [left, above, aboveLeft].map((one) => Math.abs(guess - one));
  if (toLeft === undefined || toAbove === undefined || toBoth === undefined) return 0;
  if (toLeft <= toAbove && toLeft <= toBoth) return left;
  return toAbove <= toBoth ? above : aboveLeft;
}

function* dataChunks(bytes: Buffer): Generator<Buffer> {
  for (let at = 8; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const name = bytes.toString('latin1', at + 4, at + 8);
    if (name === 'IDAT') yield bytes.subarray(at + 8, at + 8 + length);
    at += length + 12;
  }
}
