/** Finds the result of log collection: the newest ZIP file of a folder. */
import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { openFolder } from '../folders/openFolder.ts';

/** Some file systems store times with a resolution of two seconds. */
const coarseMs = 2_000;

/**
 * The newest ZIP file that was written since `sinceMs`; `null` when no file matches. Links and files with
 * a second name are skipped. Throws `LinkInPath` when the path of the folder contains a link.
 */
export async function collectedLogs(file: string, sinceMs: number): Promise<string | null> {
  const folder = await openFolder(file).catch(nullWhenGone);
  if (folder === null) return null;
  let newest: { readonly name: string; readonly writtenMs: number } | null = null;
  try {
    for (const name of await folder.names().catch(() => [])) {
      if (!/\.zip$/i.test(name)) continue;
      const stat = await lstat(folder.at(name)).catch(() => null);
      if (!stat?.isFile() || stat.nlink !== 1 || stat.mtimeMs < sinceMs - coarseMs) continue;
      if (newest === null || stat.mtimeMs > newest.writtenMs)
        newest = { name, writtenMs: stat.mtimeMs };
    }
  } finally {
    await folder.close();
  }
  return newest === null ? null : path.join(file, newest.name);
}

function nullWhenGone(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
  throw error;
}
