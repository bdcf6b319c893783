/** Puts the demonstration's rooms and keys into a store; doing it again changes nothing. */
import type { Instant, Rules } from '@rooms-pro/core';
import { registerKey, registerRoom } from '@rooms-pro/ingest';
import type { Store } from '@rooms-pro/store';
import { type DemoKeys, type KnownRoom, makeKey, readDemoKeys, writeDemoKeys } from './demoKeys.ts';
import { demoRooms } from './fleet/demoRooms.ts';

export type SeedDeps = {
  readonly store: Store;
  readonly rules: Rules;
  readonly now: () => Instant;
  /** Where the keys are kept between starts. */
  readonly dataFolder: string;
};

/** Registers what is missing and answers every room with its number and key. */
export async function seedDemo(deps: SeedDeps): Promise<DemoKeys> {
  const { store, now, dataFolder } = deps;
  const before = await readDemoKeys(dataFolder);
  const gateway = before?.gateway ?? makeKey();
  const rooms: KnownRoom[] = [];
  for (const { device, profile, isEnrolled } of demoRooms) {
    const by = { kind: 'platform' } as const;
    const { roomId } = await registerRoom(deps, { profile, device, enrol: isEnrolled, by });
    const key = before?.rooms.find((room) => room.device === device)?.key ?? makeKey();
    await registerKey(store, key, { kind: 'device', device }, now());
    rooms.push({ device, name: profile.name, number: Number(roomId.slice('room-'.length)), key });
  }
  await registerKey(store, gateway, { kind: 'gateway', name: 'demo' }, now());
  const keys = { gateway, rooms };
  await writeDemoKeys(dataFolder, keys);
  return keys;
}
