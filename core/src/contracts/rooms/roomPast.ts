/** The summary of a room's history: `GET /api/rooms/{id}/past`. */
import { z } from 'zod';
import { count, instant, signalId, signalState, ticketNumber } from '../vocabulary.ts';
import type { Wire } from '../wire.ts';

const repeatedFailure = z.strictObject({
  signal: signalId,
  label: z.string(),
  ticket: ticketNumber.nullable(),
  count,
  lastAt: instant,
  sentence: z.string().describe('How often it failed, and how much time was between.'),
  pattern: z
    .string()
    .nullable()
    .describe('The usual weekdays and hours in the room’s time zone; `null`: there are none.'),
});

const versionChange = z.strictObject({
  device: z.string(),
  what: z.enum(['app', 'os', 'agent']),
  before: z.string().nullable(),
  after: z.string(),
  at: instant,
});

const peripheral = z.strictObject({
  signal: signalId,
  label: z.string(),
  state: signalState,
  changes: count,
  lastAt: instant,
});

const pastResponse = z.strictObject({
  at: instant,
  by: z.string(),
  label: z.string(),
  ticket: ticketNumber,
  notes: z.string(),
  outcome: z
    .enum(['worked', 'failed', 'open'])
    .describe('`open`: telemetry has not shown yet whether the response worked.'),
});

/** Response of `GET /api/rooms/{id}/past`: the events of a room, summarised. */
export const roomPastAnswer = z.strictObject({
  days: count.describe('The summary includes at most this many days.'),
  from: instant.describe('The summary begins at this time.'),
  isCut: z.boolean().describe('The room has more events in these days than the summary includes.'),
  failures: z
    .array(repeatedFailure)
    .describe('Signals that failed at least twice, the most frequent first.'),
  versions: z.array(versionChange),
  peripherals: z
    .array(peripheral)
    .describe('Displays, microphones, speakers, cameras and the like that changed their state.'),
  responses: z.array(pastResponse).describe('Newest first.'),
});
export type RoomPastAnswer = Wire<typeof roomPastAnswer>;
