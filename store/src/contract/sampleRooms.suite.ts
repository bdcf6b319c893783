/** For the store's tests: rooms and events in their real shape, with as little as a test needs. */
import type { Change, Room, RoomEvent, RoomId, SignalId, SignalRecord } from '@rooms-pro/core';
import { aRoom, aSignal } from '@rooms-pro/testing/builders';
import type { Decision, FeedEntry, RoomCommit, Store } from '../store.ts';

export const noon = '2026-11-22T12:00:00.000Z';

/** The id of room number `number`. */
export function roomId(number: number): RoomId {
  return `room-${number}`;
}

/** A healthy enrolled room at its first revision. */
export function sampleRoom(number: number): Room {
  const signals: SignalId[] = ['display:1', 'camera', 'conference-microphone'];
  return aRoom({
    number,
    name: `Room ${number}`,
    building: 'Building A',
    groups: ['everyone'],
    enrolmentSince: noon,
    signals: Object.fromEntries(signals.map((signal) => [signal, healthyRecord(noon)])),
  });
}

/** A signal last seen well at `observedAt`, and ever since noon. */
export function healthyRecord(observedAt: string): SignalRecord {
  return aSignal({ observedAt, since: noon });
}

/** The event that leads to `room`. */
export function sampleEvent(
  room: Room,
  changes: readonly Change[] = [{ type: 'room.enrolled' }],
): RoomEvent {
  const { id, revision } = room;
  return {
    roomId: id,
    revision,
    at: noon,
    by: 'platform',
    via: 'platform',
    correlationId: 'c',
    changes,
  };
}

/** A reading of `signal` that turned unhealthy. */
export function failing(signal: SignalId): Change {
  const detail = 'No signal';
  return {
    type: 'reading.changed',
    signal,
    before: 'healthy',
    after: 'unhealthy',
    detail,
    observedAt: noon,
  };
}

/** The commit after `room`: its number of tickets counts the commits before it. */
export function nextCommit(
  room: Room | null,
  number: number,
  changes?: readonly Change[],
): RoomCommit {
  const next = room
    ? { ...room, ticketCount: room.ticketCount + 1, revision: room.revision + 1 }
    : sampleRoom(number);
  return { room: next, event: sampleEvent(next, changes) };
}

/** A decision that always commits; answers the revision it led to. */
export function count(number: number, changes?: readonly Change[]) {
  return (room: Room | null): Decision<number> => {
    const commit = nextCommit(room, number, changes);
    return { commit, answer: commit.room.revision };
  };
}

/** Registers rooms `1` to `total`, many at a time. */
export async function seedRooms(store: Store, total: number): Promise<void> {
  const together = 2000;
  for (let first = 1; first <= total; first += together) {
    const numbers = Array.from(
      { length: Math.min(together, total - first + 1) },
      (_, n) => first + n,
    );
    await Promise.all(numbers.map((number) => store.transact(roomId(number), count(number), null)));
  }
}

/** Everything the feed has after `cursor`, a page at a time. */
export async function readFeed(
  store: Store,
  cursor: string | null,
  limit: number,
): Promise<{ readonly entries: FeedEntry[]; readonly cursor: string | null }> {
  const entries: FeedEntry[] = [];
  let at = cursor;
  for (;;) {
    const page = await store.feed(at, limit);
    if (page.entries.length === 0) return { entries, cursor: at };
    entries.push(...page.entries);
    at = page.cursor;
  }
}

/** Short names of feed entries or events: `room-1@2`. */
export function nameOf({ roomId: id, revision }: RoomEvent): string {
  return `${id}@${revision}`;
}
