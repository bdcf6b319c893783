/** The keys of the demonstration, in a file that only its owner may read. The simulated fleet uses them. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** A room of the demonstration, as registered in the store. */
export type KnownRoom = {
  readonly device: string;
  readonly name: string;
  readonly number: number;
  /** The key that is valid only for this room's device. */
  readonly key: string;
};

/** The key of a gateway, and all rooms with the keys of their devices. */
export type DemoKeys = { readonly gateway: string; readonly rooms: readonly KnownRoom[] };

function fileIn(dataFolder: string): string {
  return path.join(dataFolder, 'demo-keys.json');
}

/** Reads the keys in this folder; `null` when the file is missing or damaged. */
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

/** Writes the keys atomically. */
export async function writeDemoKeys(dataFolder: string, keys: DemoKeys): Promise<void> {
  await mkdir(dataFolder, { recursive: true });
  const draft = `${fileIn(dataFolder)}.new`;
  await writeFile(draft, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, fileIn(dataFolder));
}

/** Creates a new random key. */
export function makeKey(): string {
  return `rpm_${randomBytes(32).toString('base64url')}`;
}

/** Finds a room by its number, its name or a part of its name; `null` when no room or several rooms match. */
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
