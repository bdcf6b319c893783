/** What the file of a killed process holds, read from a copy: the recovery is the next process's own. */
import { cp, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { type Change, type Room, type RoomEvent, signalRecords } from '@rooms-pro/core';
import { openSqliteStore } from '@rooms-pro/store';
import type { SentCard } from '../../bot/src/notify/sentCards/sentCards.ts';
import type { Confirmed } from './burst.ts';
import { type CrashRoom, databaseName } from './prepareDatabase.ts';

export type Kept = {
  readonly rooms: readonly Room[];
  readonly events: readonly RoomEvent[];
  /** Messages that the notifier knows as its own. */
  readonly posted: ReadonlySet<string>;
};

/** Reads everything from a copy of the database and its log. The process must have ended. */
export async function readKept(folder: string): Promise<Kept> {
  const copy = path.join(folder, 'copy');
  await rm(copy, { recursive: true, force: true });
  await mkdir(copy);
  for (const name of [databaseName, `${databaseName}-wal`]) {
    await cp(path.join(folder, name), path.join(copy, name), { force: true }).catch((error) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }
  const store = openSqliteStore({ file: path.join(copy, databaseName) });
  try {
    const rooms: Room[] = [];
    for await (const { value } of store.rooms()) rooms.push(value);
    const { entries } = await store.feed(null, 1_000_000);
    const posted = new Set<string>();
    for await (const { value } of store.documents<{ posts: Record<string, SentCard> }>('posts')) {
      for (const { activityId } of Object.values(value.posts)) posted.add(activityId);
    }
    return { rooms, events: entries.map(({ event }) => event), posted };
  } finally {
    await store.close();
  }
}

/** Everything wrong with what was kept; empty when nothing was lost and nothing is there twice. */
export function faultsIn(
  { rooms, events }: Kept,
  confirmed: readonly Confirmed[],
  devices: readonly CrashRoom[],
): string[] {
  const eventsOf = Map.groupBy(events, ({ roomId }) => roomId);
  const roomOf = new Map(devices.map(({ device, id }) => [device, id]));
  const times = countReadings(events);
  const lost = confirmed
    .filter((sent) => !times.has(keyOf(roomOf.get(sent.device) ?? '', sent)))
    .map((sent) => `confirmed and lost: ${sent.device} ${JSON.stringify(sent)}`);
  const twice = [...times].filter(([, count]) => count > 1).map(([key]) => `twice: ${key}`);
  const own = rooms.flatMap((room) => [
    ...revisionFaults(room, eventsOf.get(room.id) ?? []),
    ...ticketFaults(room, eventsOf.get(room.id) ?? []),
  ]);
  return [...lost, ...twice, ...own];
}

/** Its detail tells it from all others: its time is corrected where it was long on its way. */
type Told = Pick<Confirmed, 'signal' | 'state' | 'detail'>;

function keyOf(room: string, { signal, state, detail }: Told): string {
  return [room, signal, state, detail].join(' | ');
}

function countReadings(events: readonly RoomEvent[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const { roomId, changes } of events) {
    for (const change of changes) {
      if (change.type !== 'reading.changed') continue;
      const { after, signal, detail } = change;
      const key = keyOf(roomId, { signal, state: after as Told['state'], detail });
      times.set(key, (times.get(key) ?? 0) + 1);
    }
  }
  return times;
}

function revisionFaults({ id, revision }: Room, events: readonly RoomEvent[]): string[] {
  const given = events.map((event) => event.revision);
  const isGapless = given.every((number, at) => number === at + 1) && given.length === revision;
  return isGapless ? [] : [`${id} stands at revision ${revision}, its history: ${given.join(' ')}`];
}

type Opened = Extract<Change, { type: 'incident.opened' }>;

/** One number a signal, one signal a number, no number skipped, no episode opened twice. */
function ticketFaults(room: Room, events: readonly RoomEvent[]): string[] {
  const opened = events
    .flatMap(({ changes }) => changes)
    .filter((change): change is Opened => change.type === 'incident.opened');
  const pairs = new Set(opened.map(({ signal, ticket }) => `${signal} ${ticket}`));
  const standing = signalRecords(room).flatMap(([signal, { ticket }]) =>
    ticket ? [`${signal} ${ticket.number}`] : [],
  );
  const faults: string[] = [];
  const distinct = (values: readonly string[]) => new Set(values).size === values.length;
  const episodes = opened.map(({ ticket, episode }) => `${ticket} ${episode}`);
  if (!distinct(episodes)) faults.push(`${room.id} opened an episode twice: ${episodes}`);
  for (const part of [0, 1]) {
    const halves = [...pairs].map((pair) => pair.split(' ')[part] ?? '');
    if (!distinct(halves)) faults.push(`${room.id} has a ticket twice: ${[...pairs]}`);
  }
  const numbers = standing.map((pair) => Number(pair.split('-').at(-1))).sort((a, b) => a - b);
  if (numbers.some((number, at) => number !== at + 1) || numbers.length !== room.ticketCount) {
    faults.push(`${room.id} counts ${room.ticketCount} tickets and has ${standing}`);
  }
  if ([...pairs].sort().join() !== standing.sort().join()) {
    faults.push(`${room.id} opened ${[...pairs]} and has ${standing}`);
  }
  return faults;
}
