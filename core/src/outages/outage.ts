/**
 * Many rooms of one place that go silent together are one outage, not many incidents. Decides which
 * rooms belong together; the sweep claims the outage and tells each room.
 */
import { between } from '../instant.ts';
import type { OutageId, Room, RoomId } from '../room.ts';
import type { OutageRule, OutageScope } from '../signals/rules/rule.ts';
import { findSubnet } from '../signals/state/subnet.ts';
import type { Instant } from '../words.ts';
import type { OutageWork } from './work.ts';

/** What rooms of an outage share. `floor` and `subnet` are empty where the scope does not name them. */
export type OutageLocation = {
  readonly scope: OutageScope;
  readonly building: string;
  readonly floor: string;
  readonly subnet: string;
};

/** An outage, as its document keeps it. Its rooms are those whose connection names it. */
export type Outage = OutageLocation & {
  readonly id: OutageId;
  readonly openedAt: Instant;
  /** When its last room came back, or those still silent left it; `null`: it goes on. */
  readonly endedAt: Instant | null;
  /** What people did about it; left out: nothing yet. */
  readonly work?: OutageWork;
  /** Since when fewer rooms are left than make an outage; left out: enough are. */
  readonly fewSince?: Instant;
};

/** A room that is silent, or about to be called so, and belongs to no outage yet. */
export type DisconnectedRoom = {
  readonly roomId: RoomId;
  readonly building: string;
  readonly floor: string;
  /** `null`: no device of the room ever told its address. */
  readonly subnet: string | null;
  /** When it was last heard. */
  readonly since: Instant;
};

/** Rooms that went silent together. */
export type OutageFound = { readonly place: OutageLocation; readonly rooms: readonly RoomId[] };

/** The key of a place: of all outages with the same key at most one goes on. */
export function locationKey({ scope, building, floor, subnet }: OutageLocation): string {
  return JSON.stringify([scope, building, floor, subnet]);
}

/** Where a room would lie in an outage; `null` when its silence is nobody's business. */
export function outageLocation(room: Room): Omit<DisconnectedRoom, 'since'> | null {
  const isWatched = room.enrolment === 'enrolled' && room.suppression === null;
  if (!isWatched || room.signals.connection?.suppression) return null;
  const address = room.devices.find((device) => device.address !== null)?.address ?? null;
  return {
    roomId: room.id,
    building: room.building,
    floor: room.floor,
    subnet: address === null ? null : findSubnet(address),
  };
}

/**
 * The outages among silent rooms. The narrowest place that holds all of a building's wins: its
 * floor, else the building; rooms that share only a subnet are looked at last.
 */
export function findOutages(silent: readonly DisconnectedRoom[], rule: OutageRule): OutageFound[] {
  const found: OutageFound[] = [];
  const left = new Set(silent);
  const take = (place: OutageLocation, rooms: readonly DisconnectedRoom[]): void => {
    if (rooms.length === 0) return;
    found.push({ place, rooms: rooms.map(({ roomId }) => roomId) });
    for (const room of rooms) left.delete(room);
  };
  for (const [building, rooms] of Map.groupBy(silent, (room) => room.building)) {
    if (building === '') continue;
    for (const { scope, floor, together } of placesIn(rooms, rule)) {
      take({ scope, building, floor, subnet: '' }, together);
    }
  }
  if (!rule.scopes.includes('subnet')) return found;
  for (const [subnet, rooms] of Map.groupBy([...left], (room) => room.subnet)) {
    if (subnet === null) continue;
    take({ scope: 'subnet', building: '', floor: '', subnet }, goneTogether(rooms, rule));
  }
  return found;
}

/** The outage that goes on where this room lies, the narrowest first; `null`: there is none. */
export function outageAt(
  room: Omit<DisconnectedRoom, 'since'>,
  ongoing: readonly Outage[],
): Outage | null {
  const fits = ongoing.filter(
    ({ scope, building, floor, subnet }) =>
      (scope === 'subnet' && subnet === room.subnet) ||
      (scope === 'building' && building === room.building) ||
      (scope === 'floor' && building === room.building && floor === room.floor),
  );
  return fits.sort((one, other) => breadth[one.scope] - breadth[other.scope])[0] ?? null;
}

const breadth: Readonly<Record<OutageScope, number>> = { floor: 0, building: 1, subnet: 2 };

type InBuilding = {
  readonly scope: 'floor' | 'building';
  readonly floor: string;
  readonly together: readonly DisconnectedRoom[];
};

function placesIn(rooms: readonly DisconnectedRoom[], rule: OutageRule): InBuilding[] {
  const together = goneTogether(rooms, rule);
  const floors = new Set(together.map(({ floor }) => floor));
  const [only = ''] = floors;
  const isOneFloor = floors.size === 1 && only !== '';
  if (rule.scopes.includes('building') && !(isOneFloor && rule.scopes.includes('floor'))) {
    return [{ scope: 'building', floor: '', together }];
  }
  if (!rule.scopes.includes('floor')) return [];
  return [...Map.groupBy(rooms, ({ floor }) => floor)]
    .filter(([floor]) => floor !== '')
    .map(([floor, own]) => ({ scope: 'floor', floor, together: goneTogether(own, rule) }));
}

/** Those that were last heard within the rule's time of each other, where they are enough. */
function goneTogether(
  rooms: readonly DisconnectedRoom[],
  { rooms: least, withinMs }: OutageRule,
): DisconnectedRoom[] {
  const sorted = [...rooms].sort((one, other) => (one.since < other.since ? -1 : 1));
  const together = new Set<DisconnectedRoom>();
  for (const [index, first] of sorted.entries()) {
    const last = sorted[index + least - 1];
    if (last === undefined || between(first.since, last.since) > withinMs) continue;
    for (const room of sorted.slice(index)) {
      if (between(first.since, room.since) > withinMs) break;
      together.add(room);
    }
  }
  return [...together];
}
