/** `GET /api/rooms/:id/past`: repeated failures, versions, peripherals and responses of a room. */
import {
  type Category,
  findRecord,
  formatPattern,
  formatRepeatedFailure,
  type Instant,
  instantAfter,
  type Room,
  type RoomEvent,
  type Rules,
  repeatedFailures,
  roomPast,
  ruleFor,
  rulesFor,
  signalLabel,
} from '@rooms-pro/core';
import type { RoomPastAnswer } from '@rooms-pro/core/contracts';
import type { Store } from '@rooms-pro/store';

const daysRead = 90;
const dayMs = 24 * 60 * 60_000;
const eventsAtOnce = 500;
const mostReads = 4;
const responsesShown = 5;

/** Signals of peripherals, in contrast to software and accounts. */
const peripheral: ReadonlySet<Category> = new Set<Category>([
  'display',
  'audio',
  'camera',
  'ingest',
  'proximity',
]);

type Deps = { readonly store: Store; readonly rules: () => Rules; readonly now: () => Instant };

/** Summarises the events of 90 days, at most 2,000 events. */
export async function readRoomPast(room: Room, deps: Deps): Promise<RoomPastAnswer> {
  const rules = rulesFor(deps.rules(), room);
  const from = instantAfter(deps.now(), -daysRead * dayMs);
  const { events, isCut } = await readEvents(room, from, deps.store);
  const past = roomPast(events);
  return {
    days: daysRead,
    from: isCut ? (events.at(-1)?.at ?? from) : from,
    isCut,
    failures: repeatedFailures(events, room.timeZone).map((failure) => ({
      signal: failure.signal,
      label: signalLabel(rules, failure.signal),
      ticket: findRecord(room, failure.signal).ticket?.number ?? null,
      count: failure.count,
      lastAt: failure.lastAt,
      sentence: formatRepeatedFailure(failure),
      pattern: formatPattern(failure.pattern, room.timeZone),
    })),
    versions: past.versions,
    peripherals: past.readings
      .filter(({ signal }) => peripheral.has(ruleFor(rules, signal).category))
      .map((reading) => ({
        ...reading,
        label: signalLabel(rules, reading.signal),
        state: findRecord(room, reading.signal).state,
      })),
    responses: past.responses
      .slice(0, responsesShown)
      .map(({ signal, ...response }) => ({ ...response, label: signalLabel(rules, signal) })),
  };
}

/** Newest first. `isCut`: there are more events in these days than are read. */
async function readEvents(room: Room, from: Instant, store: Store) {
  const events: RoomEvent[] = [];
  for (let reads = 0; reads < mostReads; reads += 1) {
    const before = events.at(-1)?.revision;
    const cursor = before === undefined ? {} : { before };
    const page = await store.history(room.id, { ...cursor, limit: eventsAtOnce });
    const wanted = page.filter(({ at }) => at >= from);
    events.push(...wanted);
    if (wanted.length < page.length || page.length < eventsAtOnce) return { events, isCut: false };
  }
  return { events, isCut: true };
}
