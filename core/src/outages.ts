/**
 * Many rooms of one place that go silent together are one outage, not many incidents. Decides which
 * rooms belong together; the sweep claims the outage and tells each room.
 */
import { between } from './instant.ts';
import type { OutageId, Room, RoomId } from './room.ts';
import type { OutageRule, OutageScope } from './signals/rule.ts';
import { subnetOf } from './signals/subnet.ts';
import type { Instant } from './words.ts';

/** What rooms of an outage share. `floor` and `subnet` are empty where the scope does not name them. */
export type OutagePlace = {
  readonly scope: OutageScope;
  readonly building: string;
  readonly floor: string;
  readonly subnet: string;
};

/** An outage, as its document keeps it. Its rooms are those whose connection names it. */
export type Outage = OutagePlace & {
  readonly id: OutageId;
  readonly openedAt: Instant;
  /** When its last room came back; `null`: it goes on. */
  readonly endedAt: Instant | null;
};

/** A silent room that belongs to no outage yet. */
export type SilentRoom = {
  readonly roomId: RoomId;
  readonly building: string;
  readonly floor: string;
  /** `null`: no device of the room ever told its address. */
  readonly subnet: string | null;
  readonly foundAt: Instant;
};

/** Rooms that went silent together. */
export type OutageFound = { readonly place: OutagePlace; readonly rooms: readonly RoomId[] };

/** The key of a place: of all outages with the same key at most one goes on. */
export function placeKey({ scope, building, floor, subnet }: OutagePlace): string {
  return [scope, building, floor, subnet].join('|');
}

/** How a silent room looks to the search; `null` when its silence is nobody's business. */
export function silentRoomOf(room: Room): Omit<SilentRoom, 'foundAt'> | null {
  const isWatched = room.enrolment === 'enrolled' && room.suppression === null;
  if (!isWatched || room.signals.connection?.suppression) return null;
  const address = room.devices.find((device) => device.address !== null)?.address ?? null;
  return {
    roomId: room.id,
    building: room.building,
    floor: room.floor,
    subnet: address === null ? null : subnetOf(address),
  };
}

/**
 * The outages among rooms found silent lately. The narrowest place that holds all silent rooms of a
 * building wins: its floor, else the building; rooms that share only a subnet are looked at last.
 */
export function findOutages(
  silent: readonly SilentRoom[],
  rule: OutageRule,
  now: Instant,
): OutageFound[] {
  const recent = silent.filter(({ foundAt }) => between(foundAt, now) <= rule.withinMs);
  const left = new Map(recent.map((room) => [room.roomId, room]));
  const found: OutageFound[] = [];
  const take = (place: OutagePlace, rooms: readonly SilentRoom[]): void => {
    found.push({ place, rooms: rooms.map(({ roomId }) => roomId) });
    for (const { roomId } of rooms) left.delete(roomId);
  };
  const byBuilding = Map.groupBy(recent, ({ building }) => building);
  for (const [building, rooms] of byBuilding) {
    if (building === '' || rooms.length < rule.rooms) continue;
    const [first] = rooms;
    const isOneFloor = rooms.every(({ floor }) => floor === first?.floor) && first?.floor !== '';
    if (isOneFloor && rule.scopes.includes('floor')) {
      take({ scope: 'floor', building, floor: first?.floor ?? '', subnet: '' }, rooms);
    } else if (rule.scopes.includes('building')) {
      take({ scope: 'building', building, floor: '', subnet: '' }, rooms);
    } else if (rule.scopes.includes('floor')) {
      for (const [floor, own] of Map.groupBy(rooms, (room) => room.floor)) {
        if (floor === '' || own.length < rule.rooms) continue;
        take({ scope: 'floor', building, floor, subnet: '' }, own);
      }
    }
  }
  if (!rule.scopes.includes('subnet')) return found;
  for (const [subnet, rooms] of Map.groupBy(left.values(), (room) => room.subnet)) {
    if (subnet === null || rooms.length < rule.rooms) continue;
    take({ scope: 'subnet', building: '', floor: '', subnet }, rooms);
  }
  return found;
}

/** The outages that go on and that a silent room lies in, the narrowest first. */
export function outageFor(
  room: Omit<SilentRoom, 'foundAt'>,
  ongoing: Iterable<Outage>,
): Outage | null {
  const rank: Readonly<Record<OutageScope, number>> = { floor: 0, building: 1, subnet: 2 };
  const fits = [...ongoing].filter(
    (outage) =>
      outage.endedAt === null &&
      ((outage.scope === 'subnet' && outage.subnet === room.subnet) ||
        (outage.scope !== 'subnet' &&
          outage.building === room.building &&
          (outage.scope === 'building' || outage.floor === room.floor))),
  );
  return fits.sort((one, other) => rank[one.scope] - rank[other.scope])[0] ?? null;
}
