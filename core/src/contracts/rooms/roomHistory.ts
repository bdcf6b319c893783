/** The history of a room: `GET /api/rooms/{id}/history`. */
import { z } from 'zod';
import { historyEntry } from '../tickets/history.ts';
import { ticketNumber } from '../vocabulary.ts';
import type { Wire } from '../wire.ts';

/** Query of `GET /api/rooms/{id}/history`. */
export const roomHistoryQuery = z.object({
  before: z.coerce
    .number()
    .int()
    .min(1)
    .optional()
    .describe('Returns only older lines: the `next` of the page before.'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** One line of a room's history. */
export const roomHistoryEntry = historyEntry.extend({
  revision: z.int().min(1).describe('Names the commit. Several lines can belong to one commit.'),
  about: z
    .strictObject({ ticket: ticketNumber, label: z.string() })
    .nullable()
    .describe('The ticket of the line and the label of its signal.'),
});
export type RoomHistoryEntry = Wire<typeof roomHistoryEntry>;

/** Response of `GET /api/rooms/{id}/history`. */
export const roomHistoryAnswer = z.strictObject({
  entries: z.array(roomHistoryEntry).describe('Newest first.'),
  next: z.int().min(1).nullable().describe('`before` of the next page; `null`: no older lines.'),
});
export type RoomHistoryAnswer = Wire<typeof roomHistoryAnswer>;
