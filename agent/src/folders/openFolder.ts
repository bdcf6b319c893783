/**
 * Opens a folder so that its entries are always reached in this folder, although another account may
 * rename the folder or replace it with a link at any time.
 */
import { randomUUID } from 'node:crypto';
import { type BigIntStats, constants, existsSync } from 'node:fs';
import { lstat, open, readdir, readlink, unlink } from 'node:fs/promises';
import path from 'node:path';

/** The path is a link or contains a link: its entries belong to another folder. */
export class LinkInPath extends Error {
  constructor(file: string) {
    super(`${file} is a link, or its path contains a link.`);
    this.name = 'LinkInPath';
  }
}

/** Two results of `stat` describe the same file when both numbers are equal. */
export type Identity = Pick<BigIntStats, 'dev' | 'ino'>;

/** Whether two results of `stat` describe the same file or folder. */
export function isSame(one: Identity, other: Identity): boolean {
  return one.dev === other.dev && one.ino === other.ino;
}

export type OpenFolder = {
  readonly identity: BigIntStats;
  /** The path of an entry of this folder. */
  at(name: string): string;
  /** The names of the entries. */
  names(): Promise<string[]>;
  /** Whether the paths of `at` still lead into this folder. */
  isUnchanged(): Promise<boolean>;
  close(): Promise<void>;
};

/**
 * How a folder is opened. `handle`: Linux reaches entries through an open descriptor. `pin`: an open file
 * in the folder that no other process may open, rename or remove. Windows cannot rename a folder that
 * contains an open file, and cannot turn a folder that is not empty into a junction.
 */
export type OpenMethod = 'handle' | 'pin';

const descriptors = '/proc/self/fd';
const defaultMethod: OpenMethod = existsSync(descriptors) ? 'handle' : 'pin';

/** Opens a folder by its path. Throws `LinkInPath` when the path contains a link. */
export async function openFolder(folder: string, method = defaultMethod): Promise<OpenFolder> {
  const absolute = path.resolve(folder);
  await refuseLinks(absolute);
  return method === 'pin' ? pinFolder(absolute, null) : openByHandle(absolute, absolute);
}

/** Opens a folder in an open folder. Throws when the entry is a link or not a folder. */
export async function openFolderIn(
  parent: OpenFolder,
  name: string,
  method = defaultMethod,
): Promise<OpenFolder> {
  const folder = parent.at(name);
  return method === 'pin' ? pinFolder(folder, parent) : openByHandle(folder, null);
}

/** Throws when a part of the path is a link. A junction of Windows counts as a link. */
async function refuseLinks(absolute: string): Promise<void> {
  const { root } = path.parse(absolute);
  let reached = root;
  for (const part of absolute.slice(root.length).split(path.sep).filter(Boolean)) {
    reached = path.join(reached, part);
    if ((await lstat(reached)).isSymbolicLink()) throw new LinkInPath(absolute);
  }
}

/** `expected` is the path that the open folder must have; `null` when the parent is already open. */
async function openByHandle(folder: string, expected: string | null): Promise<OpenFolder> {
  const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants;
  const handle = await open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  const own = `${descriptors}/${handle.fd}`;
  try {
    // The system returns the real path of the open folder, which shows a link that was added in between.
    if (expected !== null && (await readlink(own)) !== expected) throw new LinkInPath(folder);
    const identity = await handle.stat({ bigint: true });
    return {
      identity,
      at: (name) => `${own}/${name}`,
      names: () => readdir(own),
      isUnchanged: async () => true,
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** `UV_FS_O_EXLOCK` (no other process may open the file) and `UV_FS_O_TEMPORARY` of libuv. */
const windowsPinFlags = 0x1000_0000 | 0x40;
/** Several comparisons make it unlikely that a repeatedly exchanged link passes all of them. */
const comparisons = 4;

async function pinFolder(folder: string, parent: OpenFolder | null): Promise<OpenFolder> {
  const identity = await lstat(folder, { bigint: true });
  if (!identity.isDirectory()) throw new LinkInPath(folder);
  const { O_RDWR, O_CREAT, O_EXCL } = constants;
  const isWindows = process.platform === 'win32';
  const name = `.rooms-pro-${randomUUID()}`;
  const file = path.join(folder, name);
  const pin = await open(
    file,
    O_RDWR | O_CREAT | O_EXCL | (isWindows ? windowsPinFlags : 0),
    0o600,
  );
  const pinned = await pin.stat({ bigint: true });

  async function isSameFolder(): Promise<boolean> {
    if (parent === null) await refuseLinks(folder);
    const current = await lstat(folder, { bigint: true });
    const currentPin = await lstat(file, { bigint: true });
    return current.isDirectory() && isSame(current, identity) && isSame(currentPin, pinned);
  }
  async function isUnchanged(): Promise<boolean> {
    for (let count = 0; count < comparisons; count += 1)
      if (!(await isSameFolder().catch(() => false))) return false;
    return true;
  }
  async function close(): Promise<void> {
    // Windows removes the pin when it is closed.
    const isThere = !isWindows && (await isSameFolder().catch(() => false));
    await pin.close();
    if (isThere) await unlink(file).catch(() => {});
  }
  if (!(await isUnchanged())) {
    await close();
    throw new LinkInPath(folder);
  }
  return {
    identity,
    at: (entry) => path.join(folder, entry),
    names: async () => (await readdir(folder)).filter((entry) => entry !== name),
    isUnchanged,
    close,
  };
}
