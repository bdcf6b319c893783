/** Finds disconnected rooms, alone or in an outage: the part of the sweep that compares rooms with each other. */
import {
  between,
  type DisconnectedRoom,
  findOutages,
  type Input,
  type Instant,
  type Outage,
  type OutageId,
  type OutageLocation,
  outageAt,
  type RoomId,
  type Rules,
} from '@rooms-pro/core';
import { isUnreadable, type LastSeen, type OutageRepository } from '@rooms-pro/store';
import type { Log } from '../log.ts';
import type { RoomWatch, Watched } from './roomWatch.ts';

export type DisconnectionDeps = {
  readonly watch: RoomWatch;
  readonly lastSeen: LastSeen;
  readonly outages: OutageRepository;
  readonly rules: Rules;
  readonly log: Log;
};

/** `input` runs just before the room is changed, because a message in the meantime ends the disconnection. */
export type Step = { readonly roomId: RoomId; readonly input: () => Input | null };

/**
 * The inputs for disconnected rooms. It loads the last-seen times of other processes before it counts a
 * room as disconnected.
 */
export async function findDisconnected(deps: DisconnectionDeps, now: Instant): Promise<Step[]> {
  const { watch } = deps;
  const findRooms = () =>
    [...watch.rooms()].filter((room) => findDisconnection(room, deps, now) !== null);
  if (findRooms().length > 0) await deps.lastSeen.load();
  const disconnected = findRooms();
  const outages = await assignOutages(disconnected, deps, now);
  const steps = disconnected.map(({ roomId }): Step => {
    const outage = outages.get(roomId);
    return {
      roomId,
      input: () => {
        const room = watch.room(roomId);
        const disconnection = room && findDisconnection(room, deps, now);
        const isOutage = disconnection?.reason === 'noTelemetry' && outage !== undefined;
        return isOutage ? { ...disconnection, outage } : disconnection;
      },
    };
  });
  for (const [roomId, outage] of outages) {
    if (!watch.room(roomId)?.aloneSince) continue;
    steps.push({ roomId, input: () => ({ kind: 'outage', outage }) });
  }
  return steps;
}

/**
 * Assigns rooms to outages: to an ongoing outage at their location, or to an outage that it finds now.
 * Rooms that are about to be disconnected also count, so that the first of many rooms does not count as
 * a single disconnected room.
 */
async function assignOutages(
  disconnected: readonly Watched[],
  deps: DisconnectionDeps,
  now: Instant,
): Promise<Map<RoomId, OutageId>> {
  const { watch, outages, rules } = deps;
  const assigned = new Map<RoomId, OutageId>();
  const rooms = [...watch.rooms()];
  const disconnectedIds = new Set(disconnected.map(({ roomId }) => roomId));
  if (disconnectedIds.size === 0 && rooms.every(({ aloneSince }) => aloneSince === null)) {
    if (rooms.some(({ outage }) => outage !== null)) await outages.load();
    return assigned;
  }
  await outages.load();
  const spans = findSpans(rooms);
  for (const room of disconnected) {
    const { since } = lastMessage(room, deps);
    const isSameTime = ({ id }: Outage) => isWithin(spans.get(id), since, rules.outage.withinMs);
    const ongoing = room.place && outageAt(room.place, outages.ongoing().filter(isSameTime));
    if (ongoing) assigned.set(room.roomId, ongoing.id);
  }
  const candidates = rooms.flatMap((room) =>
    assigned.has(room.roomId) ? [] : (toCandidate(room, deps, now) ?? []),
  );
  for (const { place, rooms: found } of findOutages(candidates, rules.outage)) {
    if (!found.some((id) => disconnectedIds.has(id) || watch.room(id)?.aloneSince)) continue;
    const id = await claim(place, deps, now);
    if (id !== null) for (const roomId of found) assigned.set(roomId, id);
  }
  return assigned;
}

/** The outage at a location; `null`: its document or the counter is in quarantine, so each room counts alone. */
async function claim(
  place: OutageLocation,
  { outages, log }: DisconnectionDeps,
  now: Instant,
): Promise<OutageId | null> {
  try {
    return (await outages.claim(place, now)).id;
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    log.error('outages.failed', { scope: place.scope }, error);
    return null;
  }
}

type Disconnection = Extract<Input, { kind: 'silence' }>;

/** The disconnection of a room; `null` when the room sent in time, or when its telemetry is not expected. */
function findDisconnection(
  room: Watched,
  deps: DisconnectionDeps,
  now: Instant,
): Disconnection | null {
  if (!room.isListenedTo) return null;
  const { since, hasConnected } = lastMessage(room, deps);
  if (between(since, now) < deps.rules.disconnectedAfterMs) return null;
  return { kind: 'silence', since, reason: hasConnected ? 'noTelemetry' : 'neverConnected' };
}

/** A room that is disconnected alone, or that has missed enough heartbeats to be disconnected soon. */
function toCandidate(
  room: Watched,
  deps: DisconnectionDeps,
  now: Instant,
): DisconnectedRoom | null {
  const { rules } = deps;
  if (room.place === null) return null;
  if (room.aloneSince !== null) return { ...room.place, since: room.aloneSince };
  if (!room.isListenedTo) return null;
  const { since, hasConnected } = lastMessage(room, deps);
  const isSuspect = between(since, now) >= rules.disconnectedAfterMs - rules.outage.withinMs;
  return hasConnected && isSuspect ? { ...room.place, since } : null;
}

function lastMessage({ roomId, enrolmentSince }: Watched, { lastSeen }: DisconnectionDeps) {
  const seenAt = lastSeen.at(roomId);
  return seenAt !== null && seenAt >= enrolmentSince
    ? { since: seenAt, hasConnected: true }
    : { since: enrolmentSince, hasConnected: false };
}

type Span = { first: Instant; last: Instant };

/** When the rooms of each outage disconnected: the first and the last of those that are still disconnected. */
function findSpans(rooms: readonly Watched[]): ReadonlyMap<OutageId, Span> {
  const spans = new Map<OutageId, Span>();
  for (const { outage } of rooms) {
    if (outage === null) continue;
    const { id, since } = outage;
    const span = spans.get(id) ?? { first: since, last: since };
    if (since < span.first) span.first = since;
    if (since > span.last) span.last = since;
    spans.set(id, span);
  }
  return spans;
}

/** A room that disconnects hours after the others has a separate fault. */
function isWithin(span: Span | undefined, since: Instant, withinMs: number): boolean {
  if (span === undefined) return false;
  return between(since, span.first) <= withinMs && between(span.last, since) <= withinMs;
}
