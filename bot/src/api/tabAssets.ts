/**
 * The tab's scripts and styles, compressed once and kept in memory. Their names change with their
 * content, so a compressed file stays valid as long as the process runs.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

type Encoding = 'br' | 'gzip';
export type Asset = {
  readonly body: Buffer;
  readonly type: string;
  /** `null`: the file as it is. */
  readonly encoding: Encoding | null;
};

/** All types of files that the build of the tab writes. */
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
 * Finds the file of that name in `directory`, compressed for a client that accepts it; `null` if the
 * file does not exist or cannot be read.
 */
export function createAssets(directory: string) {
  const kept = new Map<string, Promise<Buffer | null>>();

  async function read(name: string, encoding: Encoding | null): Promise<Buffer | null> {
    try {
      const file = await readFile(path.join(directory, name));
      return encoding === null ? file : await packers[encoding](file);
    } catch {
      return null;
    }
  }

  return async (name: string, accepts: (encoding: Encoding) => boolean): Promise<Asset | null> => {
    const type = types[path.extname(name)];
    const encoding = (['br', 'gzip'] as const).find(accepts) ?? null;
    // Only a plain name: a request cannot reach a file outside the folder.
    if (type === undefined || !/^[\w-][\w.-]*$/.test(name)) return null;
    const key = `${encoding} ${name}`;
    const reading = kept.get(key) ?? read(name, encoding);
    if (encoding !== null) kept.set(key, reading);
    const body = await reading;
    // Missing files are not remembered, so that they cannot fill the memory.
    if (body === null) kept.delete(key);
    return body === null ? null : { body, type, encoding };
  };
}
