/** Who went silent, alone or together: the part of the sweep that looks at rooms side by side. */
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

/** `input` is asked when the room's turn comes: a room heard meanwhile is silent no longer. */
export type Step = { readonly roomId: RoomId; readonly input: () => Input | null };

/**
 * What to tell silent rooms. Times that others wrote are fetched before anyone is called silent.
 */
export async function findDisconnected(deps: DisconnectionDeps, now: Instant): Promise<Step[]> {
  const { watch } = deps;
  const findThem = () => [...watch.rooms()].filter((room) => silenceOf(room, deps, now) !== null);
  if (findThem().length > 0) await deps.lastSeen.load();
  const silent = findThem();
  const outages = await assignOutages(silent, deps, now);
  const steps = silent.map(({ roomId }): Step => {
    const outage = outages.get(roomId);
    return {
      roomId,
      input: () => {
        const room = watch.room(roomId);
        const silence = room && silenceOf(room, deps, now);
        const isOutage = silence?.reason === 'noTelemetry' && outage !== undefined;
        return isOutage ? { ...silence, outage } : silence;
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
 * Which rooms belong to which outage: one that goes on where they lie, or one found among them now.
 * Rooms that are about to be called silent count as well, so that the first of many is not taken
 * for a room alone.
 */
async function assignOutages(
  silent: readonly Watched[],
  deps: DisconnectionDeps,
  now: Instant,
): Promise<Map<RoomId, OutageId>> {
  const { watch, outages, rules } = deps;
  const assigned = new Map<RoomId, OutageId>();
  const rooms = [...watch.rooms()];
  const isSilent = new Set(silent.map(({ roomId }) => roomId));
  if (isSilent.size === 0 && rooms.every(({ aloneSince }) => aloneSince === null)) {
    if (rooms.some(({ outage }) => outage !== null)) await outages.load();
    return assigned;
  }
  await outages.load();
  const together = spansOf(rooms);
  for (const room of silent) {
    const { since } = lastHeard(room, deps);
    const isOfThat = ({ id }: Outage) => isWithin(together.get(id), since, rules.outage.withinMs);
    const ongoing = room.place && outageAt(room.place, outages.ongoing().filter(isOfThat));
    if (ongoing) assigned.set(room.roomId, ongoing.id);
  }
  const candidates = rooms.flatMap((room) =>
    assigned.has(room.roomId) ? [] : (candidateOf(room, deps, now) ?? []),
  );
  for (const { place, rooms: found } of findOutages(candidates, rules.outage)) {
    if (!found.some((id) => isSilent.has(id) || watch.room(id)?.aloneSince)) continue;
    const id = await claim(place, deps, now);
    if (id !== null) for (const roomId of found) assigned.set(roomId, id);
  }
  return assigned;
}

/** The outage at a place; `null`: its document or the counter is in quarantine, so each room is alone. */
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

type Silence = Extract<Input, { kind: 'silence' }>;

/** The silence of a room, or `null` when it was heard in time, or nobody should hear it. */
function silenceOf(room: Watched, deps: DisconnectionDeps, now: Instant): Silence | null {
  if (!room.isListenedTo) return null;
  const { since, hasConnected } = lastHeard(room, deps);
  if (between(since, now) < deps.rules.disconnectedAfterMs) return null;
  return { kind: 'silence', since, reason: hasConnected ? 'noTelemetry' : 'neverConnected' };
}

/** A room that is silent alone, or that has missed so many beats that it will be any moment. */
function candidateOf(
  room: Watched,
  deps: DisconnectionDeps,
  now: Instant,
): DisconnectedRoom | null {
  const { rules } = deps;
  if (room.place === null) return null;
  if (room.aloneSince !== null) return { ...room.place, since: room.aloneSince };
  if (!room.isListenedTo) return null;
  const { since, hasConnected } = lastHeard(room, deps);
  const isSuspect = between(since, now) >= rules.disconnectedAfterMs - rules.outage.withinMs;
  return hasConnected && isSuspect ? { ...room.place, since } : null;
}

function lastHeard({ roomId, enrolmentSince }: Watched, { lastSeen }: DisconnectionDeps) {
  const heardAt = lastSeen.at(roomId);
  return heardAt !== null && heardAt >= enrolmentSince
    ? { since: heardAt, hasConnected: true }
    : { since: enrolmentSince, hasConnected: false };
}

type Span = { first: Instant; last: Instant };

/** Of each outage, when its rooms fell silent: the first of those that still are, and the last. */
function spansOf(rooms: readonly Watched[]): ReadonlyMap<OutageId, Span> {
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

/** A room that falls silent hours after the others has a fault of its own. */
function isWithin(span: Span | undefined, since: Instant, withinMs: number): boolean {
  if (span === undefined) return false;
  return between(since, span.first) <= withinMs && between(span.last, since) <= withinMs;
}
