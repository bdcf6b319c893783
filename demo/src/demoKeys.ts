/** The keys of the demonstration, in a file that only its owner may read: the fleet's way in. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** A room of the demonstration as it stands in the store. */
export type KnownRoom = {
  readonly device: string;
  readonly name: string;
  readonly number: number;
  /** The key of this room's device, and of no other. */
  readonly key: string;
};

/** A gateway's key, and every room with the key of its device. */
export type DemoKeys = { readonly gateway: string; readonly rooms: readonly KnownRoom[] };

function fileIn(dataFolder: string): string {
  return path.join(dataFolder, 'demo-keys.json');
}

/** The keys written in this folder, or `null` when there are none (or the file is damaged). */
export async function readDemoKeys(dataFolder: string): Promise<DemoKeys | null> {
  const text = await readFile(fileIn(dataFolder), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    const keys = JSON.parse(text) as DemoKeys;
    return typeof keys.gateway === 'string' && keys.rooms.every(isKnownRoom) ? keys : null;
  } catch {
    return null;
  }
}

function isKnownRoom({ device, name, number, key }: KnownRoom): boolean {
  return [device, name, key].every((text) => typeof text === 'string') && Number.isInteger(number);
}

/** Writes the keys, whole or not at all. */
export async function writeDemoKeys(dataFolder: string, keys: DemoKeys): Promise<void> {
  await mkdir(dataFolder, { recursive: true });
  const draft = `${fileIn(dataFolder)}.new`;
  await writeFile(draft, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, fileIn(dataFolder));
}

/** A new key that nobody can guess. */
export function makeKey(): string {
  return `rpm_${randomBytes(32).toString('base64url')}`;
}

/** The room meant by a number, a name or a part of a name; `null` when none or several match. */
export function findRoom(rooms: readonly KnownRoom[], text: string): KnownRoom | null {
  const wanted = text.trim().toLowerCase();
  const exact = rooms.find(
    ({ name, number, device }) =>
      name.toLowerCase() === wanted || String(number) === wanted || device.toLowerCase() === wanted,
  );
  if (exact !== undefined) return exact;
  const [only, another] = rooms.filter(({ name }) => name.toLowerCase().includes(wanted));
  return wanted !== '' && only !== undefined && another === undefined ? only : null;
}
