/** Finds what collecting the logs has made: the newest ZIP file of a folder. */
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';

/** Some file systems keep times to two seconds. */
const coarseMs = 2_000;

/** The newest ZIP file that was written since then; `null`: there is none. Follows no link. */
export async function collectedLogs(folder: string, sinceMs: number): Promise<string | null> {
  const names = await readdir(folder).catch(() => []);
  let newest: { readonly file: string; readonly writtenMs: number } | null = null;
  for (const name of names) {
    if (!/\.zip$/i.test(name)) continue;
    const file = path.join(folder, name);
    const stat = await lstat(file).catch(() => null);
    if (!stat?.isFile() || stat.mtimeMs < sinceMs - coarseMs) continue;
    if (newest === null || stat.mtimeMs > newest.writtenMs)
      newest = { file, writtenMs: stat.mtimeMs };
  }
  return newest?.file ?? null;
}
