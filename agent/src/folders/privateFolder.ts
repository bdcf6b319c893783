/** Folders into which only this account (on Windows: SYSTEM and Administrators) may write. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, rmdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import { windowsFolder } from '../config.ts';
import { type OpenFolder, openFolderIn } from './openFolder.ts';

const icaclsMs = 30_000;
/** The well-known ids of SYSTEM and Administrators, because the names depend on the language. */
const onlyThese = ['*S-1-5-18:(OI)(CI)F', '*S-1-5-32-544:(OI)(CI)F'];

export type PrivateFolder = OpenFolder & {
  readonly name: string;
  /** Closes the folder and removes it if it is empty. */
  remove(): Promise<void>;
};

/** Creates a folder in an open folder. Throws when another account could write into the new folder. */
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

/** Checks the owner and the mode, because the folder may have been replaced before it was opened. */
function refuseOthers({ identity }: OpenFolder): void {
  const isOurs = identity.uid === BigInt(process.getuid?.() ?? 0);
  if (!isOurs || (identity.mode & 0o077n) !== 0n)
    throw new Error('Another account can write into the folder for removed files.');
}
