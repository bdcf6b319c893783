/**
 * The tab's scripts and styles, compressed once and kept in memory. Their names change with their
 * content, so a compressed file stays valid as long as the process runs.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

type Encoding = 'br' | 'gzip';
export type PackedAsset = {
  readonly body: Buffer;
  readonly type: string;
  readonly encoding: Encoding;
};

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};
const packers: Readonly<Record<Encoding, (file: Buffer) => Promise<Buffer>>> = {
  br: (file) =>
    promisify(brotliCompress)(file, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: (file) => promisify(gzip)(file, { level: 9 }),
};

/**
 * The compressed file of that name in `directory`; `null` if there is none or compression saves too
 * little.
 */
export function createPackedAssets(directory: string) {
  const kept = new Map<string, Promise<PackedAsset | null>>();

  async function pack(name: string, type: string, encoding: Encoding) {
    try {
      const body = await packers[encoding](await readFile(path.join(directory, name)));
      return { body, type, encoding };
    } catch {
      return null;
    }
  }

  return async (name: string, accepts: (encoding: Encoding) => boolean) => {
    const type = types[path.extname(name)];
    const encoding = (['br', 'gzip'] as const).find(accepts);
    // Only a plain name: a request cannot reach a file outside the folder.
    if (type === undefined || encoding === undefined || !/^[\w-][\w.-]*$/.test(name)) return null;
    const key = `${encoding} ${name}`;
    const known = kept.get(key) ?? pack(name, type, encoding);
    kept.set(key, known);
    const packed = await known;
    // Missing files are not remembered, so that they cannot fill the memory.
    if (packed === null) kept.delete(key);
    return packed;
  };
}
