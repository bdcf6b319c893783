/** Writes the demonstration's rooms and keys into a store; a second run changes nothing. */
import type { Instant, Rules } from '@rooms-pro/core';
import { registerKey, registerRoom } from '@rooms-pro/ingest';
import { isUnreadable, type Store } from '@rooms-pro/store';
import { type DemoKeys, type KnownRoom, makeKey, readDemoKeys, writeDemoKeys } from './demoKeys.ts';
import { demoRooms } from './demoRooms.ts';

export type SeedDeps = {
  readonly store: Store;
  readonly rules: () => Rules;
  readonly now: () => Instant;
  /** The folder in which the keys are stored between starts. */
  readonly dataFolder: string;
};

/**
 * Registers missing rooms and returns all rooms with their numbers and keys. A room whose documents are
 * quarantined does not change: its device continues to use the previous key.
 */
export async function seedDemo(deps: SeedDeps): Promise<DemoKeys> {
  const { store, now, dataFolder } = deps;
  const before = await readDemoKeys(dataFolder);
  const gateway = before?.gateway ?? makeKey();
  const rooms: KnownRoom[] = [];
  for (const { device, profile, isEnrolled } of demoRooms) {
    const known = before?.rooms.find((room) => room.device === device);
    const by = { kind: 'platform' } as const;
    const seeded = await nullIfQuarantined(async () => {
      const { roomId } = await registerRoom(deps, { profile, device, enrol: isEnrolled, by });
      const key = known?.key ?? makeKey();
      await registerKey(store, key, { kind: 'device', device }, now());
      return { device, name: profile.name, number: Number(roomId.slice('room-'.length)), key };
    });
    const room = seeded ?? known;
    if (room) rooms.push(room);
  }
  await nullIfQuarantined(() =>
    registerKey(store, gateway, { kind: 'gateway', name: 'demo' }, now()),
  );
  const keys = { gateway, rooms };
  await writeDemoKeys(dataFolder, keys);
  return keys;
}

/** Runs `work`; returns `null` when a document that it needs is quarantined. */
async function nullIfQuarantined<A>(work: () => Promise<A>): Promise<A | null> {
  try {
    return await work();
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return null;
  }
}
