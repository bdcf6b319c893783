/** Creates reproducible zips: the same files give the same bytes. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Zippable, zipSync } from 'fflate';

/** A fixed time, the earliest of the zip format, so that the zip does not depend on file times. */
const mtime = '1980-01-01T00:00:00';

/** Zips named contents into `file`. */
export async function writeZip(
  file: string,
  contents: Readonly<Record<string, Uint8Array>>,
): Promise<void> {
  const names = Object.keys(contents).toSorted();
  const entries: Zippable = {};
  for (const name of names) entries[name] = [contents[name] ?? new Uint8Array(), { mtime }];
  await writeFile(file, zipSync(entries, { level: 6 }));
}

/** Zips everything in `folder` into `file`. */
export async function zipFolder(folder: string, file: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const contents: Record<string, Uint8Array> = {};
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const at = path.join(entry.parentPath, entry.name);
    contents[path.relative(folder, at).split(path.sep).join('/')] = await readFile(at);
  }
  await writeZip(file, contents);
}
