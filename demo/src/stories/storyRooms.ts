/** Selects the rooms of a scenario. */
import { defaultRules } from '@rooms-pro/core';
import type { KnownRoom } from '../demoKeys.ts';
import type { DemoRoom } from '../demoRooms.ts';
import type { Device } from '../fleet/device.ts';
import { type Random, shuffle } from '../fleet/random.ts';
import type { Scenario } from './stories.ts';

/** A room of the fleet with its simulated device. */
export type FleetRoom = Pick<DemoRoom, 'profile' | 'isEnrolled'> & {
  readonly room: KnownRoom;
  readonly device: Device;
};

export type SelectionDeps = {
  readonly fleetRooms: readonly FleetRoom[];
  /** Whether no scenario runs in this room. */
  readonly isFree: (fleetRoom: FleetRoom) => boolean;
  readonly isHealthy: (fleetRoom: FleetRoom) => boolean;
  readonly random: Random;
};

/** Selects the rooms of a scenario: the requested room or its building, else random rooms; empty when none fits. */
export function selectRooms(
  { target }: Pick<Scenario, 'target'>,
  asked: KnownRoom | null,
  { fleetRooms, isFree, isHealthy, random }: SelectionDeps,
): readonly FleetRoom[] {
  const lead = fleetRooms.find(({ room }) => room.device === asked?.device);
  if (target === 'building') {
    const buildings = Map.groupBy(fleetRooms.filter(isFree), ({ profile }) => profile.building);
    const large = [...buildings.values()].filter(
      ({ length }) => length >= defaultRules.outage.rooms,
    );
    const [any] = shuffle(large, random);
    const wanted = lead && large.find(([one]) => one?.profile.building === lead.profile.building);
    return (asked === null ? any : wanted) ?? [];
  }
  if (asked !== null) return lead === undefined ? [] : [lead];
  if (target === 'unhealthy') return fleetRooms.filter((fleetRoom) => !isHealthy(fleetRoom));
  return shuffle(
    fleetRooms.filter((fleetRoom) => isFree(fleetRoom) && isHealthy(fleetRoom)),
    random,
  ).slice(0, 1);
}
