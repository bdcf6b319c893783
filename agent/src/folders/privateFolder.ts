/** Folders that only this account (on Windows SYSTEM and Administrators) may write. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, rmdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import { windowsFolder } from '../config.ts';
import { type OpenFolder, openFolderIn } from './openFolder.ts';

const icaclsMs = 30_000;
/** Well-known ids, for the names differ by language: SYSTEM and Administrators. */
const onlyThese = ['*S-1-5-18:(OI)(CI)F', '*S-1-5-32-544:(OI)(CI)F'];

export type PrivateFolder = OpenFolder & {
  readonly name: string;
  /** Removes it when it is empty, and lets go of it. */
  remove(): Promise<void>;
};

/** Makes a new folder in a held one. Throws when another account could write into it. */
export async function makePrivateFolder(parent: OpenFolder): Promise<PrivateFolder> {
  const name = `removing-${randomUUID()}`;
  await mkdir(parent.at(name), { mode: 0o700 });
  const folder = await openFolderIn(parent, name);
  try {
    if (process.platform === 'win32') await protectOnWindows(parent.at(name));
    else refuseOthers(folder);
  } catch (error) {
    await folder.close();
    throw error;
  }
  return {
    ...folder,
    name,
    async remove() {
      await folder.close();
      await rmdir(parent.at(name)).catch(() => {});
    },
  };
}

async function protectOnWindows(folder: string): Promise<void> {
  const args = [folder, '/inheritance:r', ...onlyThese.flatMap((who) => ['/grant:r', who])];
  await promisify(execFile)(`${windowsFolder()}\\System32\\icacls.exe`, args, {
    timeout: icaclsMs,
    windowsHide: true,
  });
}

/** The folder that was made could have been exchanged before it was opened. */
function refuseOthers({ identity }: OpenFolder): void {
  const isOurs = identity.uid === BigInt(process.getuid?.() ?? 0);
  if (!isOurs || (identity.mode & 0o077n) !== 0n)
    throw new Error('Another account can write into the folder for removed files.');
}
