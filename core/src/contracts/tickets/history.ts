/** The history and the messages of a ticket. The server words them. */
import { z } from 'zod';
import { changeType, entryPoint, instant } from '../vocabulary.ts';
import type { Wire } from '../wire.ts';

/** One line of a history. */
export const historyEntry = z.strictObject({
  type: changeType,
  at: instant,
  episode: z.int().min(1).nullable(),
  by: z.string(),
  via: entryPoint,
  sentence: z.string().describe('What happened, in one sentence.'),
  note: z
    .string()
    .nullable()
    .describe('Notes, reason or detail as a person or a device wrote it. Plain text.'),
});
export type HistoryEntry = Wire<typeof historyEntry>;

export const ticketMessage = z.strictObject({
  at: instant,
  by: z.string(),
  via: entryPoint,
  text: z.string(),
  isResponse: z.boolean().describe('These are the notes of a response to the incident.'),
});
export type TicketMessage = Wire<typeof ticketMessage>;
