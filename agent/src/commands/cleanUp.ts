/**
 * Frees disk space: removes old files from folders that contain only temporary files. Other accounts may
 * write into these folders at the same time. So each file is first moved into a folder that only this
 * account may write, is checked there again, and is then removed.
 */
import { randomUUID } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { lstat, rename, unlink } from 'node:fs/promises';
import path from 'node:path';
import {
  isSame,
  LinkInPath,
  type OpenFolder,
  openFolder,
  openFolderIn,
} from '../folders/openFolder.ts';
import { makePrivateFolder, type PrivateFolder } from '../folders/privateFolder.ts';
import type { CommandOutcome } from './commandRunner.ts';

const oldAfterMs = 7 * 24 * 3_600_000;
const deepest = 8;

export type CleanUpOptions = {
  readonly folders: readonly string[];
  /** Files are moved into a folder in the spool folder before removal, when both are on the same disk. */
  readonly spoolFolder: string;
  readonly nowMs: number;
};

type Sweep = {
  readonly removing: PrivateFolder;
  readonly isOld: (stat: BigIntStats) => boolean;
  readonly total: CleanUpTotal;
};
type CleanUpTotal = { files: number; bytes: bigint; readonly notes: string[] };

/** Removes files older than one week below these folders; never follows a link. */
export async function cleanUp({
  folders,
  spoolFolder,
  nowMs,
}: CleanUpOptions): Promise<CommandOutcome> {
  if (folders.length === 0)
    return { outcome: 'failed', detail: 'The settings name no folder to clean up.' };
  const total: CleanUpTotal = { files: 0, bytes: 0n, notes: [] };
  const isOld = (stat: BigIntStats) => BigInt(nowMs) - stat.mtimeMs >= oldAfterMs;
  let failed = 0;
  for (const folder of folders)
    await cleanUpFolder(folder, spoolFolder, { isOld, total }).catch((error: unknown) => {
      // A missing folder contains nothing to remove.
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
      failed += 1;
      total.notes.push(
        error instanceof LinkInPath ? error.message : `${folder} could not be cleaned up.`,
      );
    });
  const megabytes = Math.round(Number(total.bytes) / 1_048_576);
  const detail = [`${total.files} files removed, ${megabytes} MB.`, ...total.notes].join(' ');
  return { outcome: failed === folders.length ? 'failed' : 'succeeded', detail };
}

async function cleanUpFolder(
  file: string,
  spoolFolder: string,
  common: Omit<Sweep, 'removing'>,
): Promise<void> {
  const folder = await openFolder(file);
  const spool = await openFolder(spoolFolder).catch(() => null);
  try {
    // A move works only on the same disk. Otherwise the private folder is created in the cleaned folder.
    const parent = spool?.identity.dev === folder.identity.dev ? spool : folder;
    const where = parent === spool ? spoolFolder : file;
    const removing = await makePrivateFolder(parent);
    try {
      await sweepFolder(folder, 0, { ...common, removing });
      const left = await removing.names();
      if (left.length > 0)
        common.total.notes.push(
          `${left.length} entries changed during the removal and are kept in ${path.join(where, removing.name)}.`,
        );
    } finally {
      await removing.remove();
    }
  } finally {
    await spool?.close();
    await folder.close();
  }
}

async function sweepFolder(folder: OpenFolder, depth: number, sweep: Sweep): Promise<void> {
  for (const name of await folder.names().catch(() => [])) {
    const stat = await lstat(folder.at(name), { bigint: true }).catch(() => null);
    if (stat?.isDirectory() && depth < deepest && !isSame(stat, sweep.removing.identity))
      await sweepBelow(folder, name, depth + 1, sweep);
    if (stat?.isFile() && sweep.isOld(stat)) await removeFile(folder, name, stat, sweep);
  }
}

async function sweepBelow(
  parent: OpenFolder,
  name: string,
  depth: number,
  sweep: Sweep,
): Promise<void> {
  // A link that has replaced the folder since the check is not opened.
  const folder = await openFolderIn(parent, name).catch(() => null);
  if (folder === null) return;
  try {
    await sweepFolder(folder, depth, sweep);
  } finally {
    await folder.close();
  }
}

async function removeFile(
  folder: OpenFolder,
  name: string,
  stat: BigIntStats,
  { removing, isOld, total }: Sweep,
): Promise<void> {
  const moved = removing.at(randomUUID());
  try {
    await rename(folder.at(name), moved);
  } catch {
    // A file in use stays in place; this is not a failure.
    return;
  }
  const seen = await lstat(moved, { bigint: true });
  const isRight =
    seen.isFile() && isSame(seen, stat) && isOld(seen) && (await folder.isUnchanged());
  if (!isRight) return putBack(folder.at(name), moved);
  await unlink(moved);
  total.files += 1;
  // A file with a second name still uses disk space.
  if (seen.nlink === 1n) total.bytes += seen.size;
}

/** Moves an entry back that was not the checked file. An entry that cannot be moved back stays in the private folder. */
async function putBack(file: string, moved: string): Promise<void> {
  const isFree = await lstat(file).then(
    () => false,
    () => true,
  );
  if (isFree) await rename(moved, file).catch(() => {});
}
