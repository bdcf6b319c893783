/** `GET /api/rooms/:id/history`: reads the store page by page until enough lines are found. */
import { type Room, type Rules, rulesFor } from '@rooms-pro/core';
import {
  type RoomHistoryAnswer,
  type RoomHistoryEntry,
  roomHistoryQuery,
} from '@rooms-pro/core/contracts';
import type { Store } from '@rooms-pro/store';
import type { Request } from 'restify';
import { formatIssue } from '../http/formatIssue.ts';
import { timeZoneOf } from '../http/timeZone.ts';
import { presentRoomHistory } from '../tickets/presentHistory.ts';

const eventsAtOnce = 200;
/**
 * The most events that are read for one page. If few events give lines, the page is short instead
 * of slow.
 */
const mostReads = 5;

/** One page, newest first. All lines of a commit are on the same page. */
export async function readRoomHistory(
  request: Request,
  room: Room,
  query: Readonly<Record<string, string>>,
  { store, rules }: { readonly store: Store; readonly rules: () => Rules },
): Promise<RoomHistoryAnswer> {
  const { before, limit } = roomHistoryQuery.parse(query, { error: formatIssue });
  const timeZone = timeZoneOf(request, room.timeZone);
  const inForce = rulesFor(rules(), room);
  const entries: RoomHistoryEntry[] = [];
  let next = before ?? null;
  for (let reads = 0; reads < mostReads; reads += 1) {
    const from = next === null ? {} : { before: next };
    const events = await store.history(room.id, { ...from, limit: eventsAtOnce });
    for (const event of events) {
      entries.push(...presentRoomHistory([event], inForce, timeZone));
      next = event.revision;
      if (entries.length >= limit) return { entries, next: next > 1 ? next : null };
    }
    if (events.length < eventsAtOnce) return { entries, next: null };
  }
  return { entries, next };
}
