/** One outage in full: `GET /api/outages/{id}`. */
import { z } from 'zod';
import { historyEntry } from '../tickets/history.ts';
import { instant, personRef, roomId, ticketNumber } from '../vocabulary.ts';
import type { Wire } from '../wire.ts';
import { outageRow } from './outageRow.ts';

/** One room that is in an outage. */
export const outageRoomRow = z.strictObject({
  roomId,
  room: z.string(),
  building: z.string(),
  floor: z.string(),
  since: z
    .union([instant, z.literal('')])
    .describe('When telemetry of the room last arrived; empty: the room is connected again.'),
  ticket: ticketNumber
    .nullable()
    .describe('The ticket of its connection; `null`: no incident has opened.'),
  isSuppressed: z.boolean(),
});
export type OutageRoomRow = Wire<typeof outageRoomRow>;

/** One line of an outage's history. The server words it. */
export const outageHistoryEntry = historyEntry.omit({ type: true, episode: true });
export type OutageHistoryEntry = Wire<typeof outageHistoryEntry>;

/** Response of `GET /api/outages/{id}`: only what concerns rooms that the person may see. */
export const outageDetail = outageRow.extend({
  endedAt: instant.nullable().describe('When its last room came back; `null`: it continues.'),
  disconnected: z
    .array(outageRoomRow)
    .describe('Rooms that are disconnected now, by name; at most 200.'),
  remaining: z
    .array(outageRoomRow)
    .describe(
      'Rooms that were still disconnected at its end, and are so now. Each has its own incident.',
    ),
  assignees: z.array(personRef).describe('To whom else this person can assign it.'),
  history: z.array(outageHistoryEntry).describe('Newest first.'),
  confirmedAt: instant,
});
export type OutageDetail = Wire<typeof outageDetail>;
