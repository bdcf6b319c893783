/** Documents that cannot be read: `/api/settings/quarantine`. */
import { z } from 'zod';
import { count, instant } from '../vocabulary.ts';
import type { Wire } from '../wire.ts';

/** A stored document that this version of the product cannot read, in words. */
export const unreadableRow = z.strictObject({
  kind: z.string(),
  id: z.string(),
  name: z.string().describe('What it is: `Room`, `Key`, `Rules`.'),
  fault: z.string().describe('Where the document does not fit, and how. Never its content.'),
  effect: z.string().describe('What does not work until it can be read.'),
  since: instant,
});
export type UnreadableRow = Wire<typeof unreadableRow>;

/** Response of `GET /api/settings/quarantine` and of `POST /api/settings/quarantine/check`. */
export const quarantineAnswer = z.strictObject({
  total: count.describe('How many there are; `rows` has at most two hundred.'),
  rows: z.array(unreadableRow),
  confirmedAt: instant,
});
export type QuarantineAnswer = Wire<typeof quarantineAnswer>;
