/** One signal in the details of a room. */
import { z } from 'zod';
import { effectiveSuppression } from '../tickets/ticketParts.ts';
import {
  category,
  instant,
  personAction,
  readingState,
  severity,
  signalId,
  signalState,
  ticketNumber,
  ticketStatus,
} from '../vocabulary.ts';
import type { Wire } from '../wire.ts';

/** One signal of a room, with the number of its ticket if it ever had an incident. */
export const signalRow = z.strictObject({
  signal: signalId,
  label: z.string(),
  category,
  severity,
  state: signalState.describe('`unknown`: no reading, or no reading that is still valid.'),
  detail: z.string(),
  isWatched: z
    .boolean()
    .describe('Whether a source of the room can report it. If not, the signal is *not watched*.'),
  sources: z.array(z.string()).describe('The names of the sources in the room that can report it.'),
  since: instant.nullable(),
  ticket: ticketNumber.nullable(),
  status: ticketStatus,
  updatedAt: instant.nullable().describe('When its ticket last changed; `null`: no ticket.'),
  isMisconfiguration: z.boolean().describe('Its fault is in how the room is set up.'),
  suppression: effectiveSuppression.nullable(),
  others: z
    .array(z.strictObject({ device: z.string(), state: readingState, detail: z.string() }))
    .describe('What other devices of the room report. The worst of all reports is the state.'),
  actions: z.array(personAction),
});
export type SignalRow = Wire<typeof signalRow>;
