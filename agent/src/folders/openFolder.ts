/**
 * Holds a folder open, so that its entries are reached in this folder and in no other one, although
 * another account may rename the folder or put a link in its place at any moment.
 */
import { randomUUID } from 'node:crypto';
import { type BigIntStats, constants, existsSync } from 'node:fs';
import { lstat, open, readdir, readlink, unlink } from 'node:fs/promises';
import path from 'node:path';

/** The path is a link, or leads through one: what lies there belongs to another folder. */
export class LinkInPath extends Error {
  constructor(file: string) {
    super(`${file} is a link, or lies behind one.`);
    this.name = 'LinkInPath';
  }
}

/** Two looks at the file system see the same file when both numbers are equal. */
export type Identity = Pick<BigIntStats, 'dev' | 'ino'>;

/** Whether two looks saw the same file or folder. */
export function isSame(one: Identity, other: Identity): boolean {
  return one.dev === other.dev && one.ino === other.ino;
}

export type OpenFolder = {
  readonly identity: BigIntStats;
  /** The path at which an entry of this folder is reached. */
  at(name: string): string;
  /** The names of its entries. */
  names(): Promise<string[]>;
  /** Whether the paths of `at` still lead into this folder. */
  isStill(): Promise<boolean>;
  close(): Promise<void>;
};

/**
 * How a folder is held. `handle`: Linux reaches entries through an open descriptor. `pin`: a file in
 * the folder that no other process may open, rename or remove. Windows neither renames a folder that
 * contains an open file nor makes a junction of a folder that is not empty.
 */
export type Hold = 'handle' | 'pin';

const descriptors = '/proc/self/fd';
const defaultHold: Hold = existsSync(descriptors) ? 'handle' : 'pin';

/** Holds a folder by its path. Throws `LinkInPath` when the path leads through a link. */
export async function openFolder(folder: string, hold = defaultHold): Promise<OpenFolder> {
  const absolute = path.resolve(folder);
  await refuseLinks(absolute);
  return hold === 'pin' ? pinFolder(absolute, null) : openByHandle(absolute, absolute);
}

/** Holds a folder in a held one. Throws when it is a link, or no folder. */
export async function openFolderIn(
  parent: OpenFolder,
  name: string,
  hold = defaultHold,
): Promise<OpenFolder> {
  const folder = parent.at(name);
  return hold === 'pin' ? pinFolder(folder, parent) : openByHandle(folder, null);
}

/** Looks at each part of the path: a junction of Windows is a link here as well. */
async function refuseLinks(absolute: string): Promise<void> {
  const { root } = path.parse(absolute);
  let reached = root;
  for (const part of absolute.slice(root.length).split(path.sep).filter(Boolean)) {
    reached = path.join(reached, part);
    if ((await lstat(reached)).isSymbolicLink()) throw new LinkInPath(absolute);
  }
}

/** `expected` is the path that the open folder must have; `null`: the caller holds the parent. */
async function openByHandle(folder: string, expected: string | null): Promise<OpenFolder> {
  const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants;
  const handle = await open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  const own = `${descriptors}/${handle.fd}`;
  try {
    // The system's own word on where the open folder lies: a link that came in between shows here.
    if (expected !== null && (await readlink(own)) !== expected) throw new LinkInPath(folder);
    const identity = await handle.stat({ bigint: true });
    return {
      identity,
      at: (name) => `${own}/${name}`,
      names: () => readdir(own),
      isStill: async () => true,
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** What libuv calls `UV_FS_O_EXLOCK` (shared with no other process) and `UV_FS_O_TEMPORARY`. */
const windowsPinFlags = 0x1000_0000 | 0x40;
/** A link that changes to and fro would have to be right at each look. */
const looks = 4;

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

  async function look(): Promise<boolean> {
    if (parent === null) await refuseLinks(folder);
    const seen = await lstat(folder, { bigint: true });
    const seenPin = await lstat(file, { bigint: true });
    return seen.isDirectory() && isSame(seen, identity) && isSame(seenPin, pinned);
  }
  async function isStill(): Promise<boolean> {
    for (let count = 0; count < looks; count += 1)
      if (!(await look().catch(() => false))) return false;
    return true;
  }
  async function close(): Promise<void> {
    // Windows removes the pin when it is closed.
    const isThere = !isWindows && (await look().catch(() => false));
    await pin.close();
    if (isThere) await unlink(file).catch(() => {});
  }
  if (!(await isStill())) {
    await close();
    throw new LinkInPath(folder);
  }
  return {
    identity,
    at: (entry) => path.join(folder, entry),
    names: async () => (await readdir(folder)).filter((entry) => entry !== name),
    isStill,
    close,
  };
}
