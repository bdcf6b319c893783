/**
 * Many rooms of one location that disconnect together are one outage, not many incidents. This file decides
 * which rooms belong together. The sweep then creates the outage and updates each room.
 */
import { between } from '../instant.ts';
import type { OutageId, Response, Room, RoomId } from '../room.ts';
import type { OutageRule, OutageScope } from '../signals/rules/rule.ts';
import { findSubnet } from '../signals/state/subnet.ts';
import type { EntryPoint, Instant, PersonRef } from '../words.ts';

/** The location that the rooms of an outage share. `floor` and `subnet` are empty where the scope does not use them. */
export type OutageLocation = {
  readonly scope: OutageScope;
  readonly building: string;
  readonly floor: string;
  readonly subnet: string;
};

/** One line of the record: who did what, when, and through which entry point. */
export type OutageEntry = {
  readonly at: Instant;
  readonly by: PersonRef;
  readonly via: EntryPoint;
} & (
  | {
      readonly type: 'assigned';
      readonly before: PersonRef | null;
      readonly after: PersonRef;
    }
  | { readonly type: 'unassigned'; readonly before: PersonRef }
  | { readonly type: 'responded'; readonly notes: string }
);

/** People's work on an outage. */
export type OutageWork = {
  readonly assignee: PersonRef | null;
  /** When the assignee took it; `null`: it is not assigned. */
  readonly assignedAt: Instant | null;
  /** The latest response. */
  readonly response: Response | null;
  /** The record of the work, oldest first, at most the latest `mostOutageEntries` entries. */
  readonly entries: readonly OutageEntry[];
};

/** An outage, as stored in its document. Its rooms are those whose `connection` contains its id. */
export type Outage = OutageLocation & {
  readonly id: OutageId;
  readonly openedAt: Instant;
  /** When its last room reconnected, or when too few disconnected rooms were left; `null`: it is not over. */
  readonly endedAt: Instant | null;
  /** The work of people on it; absent when no person has worked on it. */
  readonly work?: OutageWork;
  /** Since when it has fewer rooms than the rule requires; absent: it has enough. */
  readonly fewSince?: Instant;
};

/** A room that is disconnected, or is about to be, and that is not part of an outage yet. */
export type DisconnectedRoom = {
  readonly roomId: RoomId;
  readonly building: string;
  readonly floor: string;
  /** `null`: no device of the room has reported an address. */
  readonly subnet: string | null;
  /** When its telemetry last arrived. */
  readonly since: Instant;
};

/** Rooms that disconnected together. */
export type OutageFound = { readonly place: OutageLocation; readonly rooms: readonly RoomId[] };

/** The key of a location: at most one outage with the same key is open at a time. */
export function locationKey({ scope, building, floor, subnet }: OutageLocation): string {
  return JSON.stringify([scope, building, floor, subnet]);
}

/** The location of a room for outages; `null` when the room is not enrolled or is suppressed. */
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
 * The outages among disconnected rooms. For each building, the narrowest location with all these rooms
 * wins: the floor, else the building. Rooms that share only a subnet come last.
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

/** The open outage with the narrowest location that contains this room, or `null`. */
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

/** The rooms whose last telemetry arrived within the rule's time of each other, if they are enough for an outage. */
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
