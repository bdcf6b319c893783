/** An outage in a list of incidents. */
import { z } from 'zod';
import { outageActions } from '../../outages/work.ts';
import { response } from '../tickets/ticketParts.ts';
import { count, instant, outageId, personRef } from '../vocabulary.ts';
import type { Wire } from '../wire.ts';

/**
 * Rooms of one place that disconnected together and are still disconnected: one incident for all of
 * them, and one row in a list. Members that an incident's row also has have the same names.
 */
export const outageRow = z.strictObject({
  id: outageId,
  label: z.string().describe('`Outage`.'),
  category: z.literal('connection'),
  severity: z.literal('important'),
  state: z.literal('needsAction'),
  place: z.string().describe('`Alster House · Floor 4`, or the subnet.'),
  building: z.string().describe('Empty where the rooms share only a subnet.'),
  floor: z.string(),
  rooms: count.describe('How many of its rooms the person may see.'),
  since: instant,
  openedAt: instant.describe('The same as `since`, under the name that an incident uses.'),
  activatedAt: instant,
  impact: z.string(),
  recommendedAction: z.string(),
  assignee: personRef.nullable(),
  assignedAt: instant.nullable(),
  response: response.nullable(),
  isSuppressed: z.boolean().describe('All of its rooms that the person may see are suppressed.'),
  actions: z.array(z.enum(outageActions)),
});
export type OutageRow = Wire<typeof outageRow>;
