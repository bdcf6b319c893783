/** Makes room on the disk: old files in folders that hold nothing but temporary ones. */
import { lstat, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { CommandOutcome } from './commandDesk.ts';

const oldAfterMs = 7 * 24 * 3_600_000;
const deepest = 8;

/** Removes files older than a week below these folders; never follows a link. */
export async function cleanUp(folders: readonly string[], nowMs: number): Promise<CommandOutcome> {
  if (folders.length === 0)
    return { outcome: 'failed', detail: 'The settings name no folder to clean up.' };
  let files = 0;
  let bytes = 0;
  async function sweep(folder: string, depth: number): Promise<void> {
    const names = await readdir(folder).catch(() => []);
    for (const name of names) {
      const file = path.join(folder, name);
      const stat = await lstat(file).catch(() => null);
      if (stat?.isDirectory() && depth < deepest) await sweep(file, depth + 1);
      if (!stat?.isFile() || nowMs - stat.mtimeMs < oldAfterMs) continue;
      // A file in use stays; that is no failure.
      const isGone = await rm(file).then(
        () => true,
        () => false,
      );
      if (!isGone) continue;
      files += 1;
      bytes += stat.size;
    }
  }
  for (const folder of folders) await sweep(folder, 0);
  const megabytes = Math.round(bytes / 1_048_576);
  return { outcome: 'succeeded', detail: `${files} files removed, ${megabytes} MB.` };
}
