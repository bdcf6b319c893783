/** Opens files in folders that other accounts may write. Opens only plain files and never follows a link. */
import { closeSync, constants, fstatSync, lstatSync, openSync } from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';
import { isSame, type OpenFolder } from './openFolder.ts';

/** The entry is a link, a pipe, a folder, or a file that has a second name. */
export class NotAPlainFile extends Error {
  constructor() {
    super('this is not a plain file but a link or a file with a second name');
    this.name = 'NotAPlainFile';
  }
}

// Windows has neither flag: on Windows the two checks below detect a link.
const noFollow = constants.O_NOFOLLOW ?? 0;
/** Without this flag, opening a pipe without a writer would block the whole process. */
const noWait = constants.O_NONBLOCK ?? 0;

/** Opens a file of an open folder for reading. The handle reads this file, even when its name changes. */
export async function openPlainFile(folder: OpenFolder, name: string): Promise<FileHandle> {
  const handle = await open(folder.at(name), constants.O_RDONLY | noFollow | noWait).catch(
    (error: unknown) => {
      throw isLoop(error) ? new NotAPlainFile() : error;
    },
  );
  try {
    const named = await lstat(folder.at(name), { bigint: true });
    // Read last, so that `nlink` counts a second name that existed during `lstat`.
    const opened = await handle.stat({ bigint: true });
    const isPlain = opened.isFile() && opened.nlink === 1n && isSame(opened, named);
    if (!isPlain || !(await folder.isUnchanged())) throw new NotAPlainFile();
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function isLoop(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ELOOP';
}

/** Opens a file for appending and passes its descriptor to `use`; throws when it is not a plain file. */
export function appendToPlainFile(file: string, use: (descriptor: number) => void): void {
  const { O_WRONLY, O_APPEND, O_CREAT } = constants;
  const descriptor = openSync(file, O_WRONLY | O_APPEND | O_CREAT | noFollow | noWait, 0o600);
  try {
    const stat = fstatSync(descriptor, { bigint: true });
    const named = lstatSync(file, { bigint: true });
    if (!stat.isFile() || stat.nlink !== 1n || !isSame(stat, named)) throw new NotAPlainFile();
    use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Opens a file that the settings name; follows links. Throws at once when it is not a file. */
export function openFileWithoutWaiting(file: string): number {
  const descriptor = openSync(file, constants.O_RDONLY | noWait);
  if (fstatSync(descriptor).isFile()) return descriptor;
  closeSync(descriptor);
  throw new NotAPlainFile();
}
