/** The list of incidents: `GET /api/incidents`. */
import { z } from 'zod';
import {
  assignedFilters,
  categories,
  incidentStates,
  severities,
  signalTypes,
} from '../../words.ts';
import { outageRow } from '../outages/outageRow.ts';
import { page, searched } from '../page.ts';
import { effectiveSuppression, response } from '../tickets/ticketParts.ts';
import {
  category,
  count,
  incidentState,
  instant,
  personAction,
  personRef,
  roomId,
  severity,
  signalId,
  ticketNumber,
} from '../vocabulary.ts';
import type { Wire } from '../wire.ts';

/** Query of `GET /api/incidents`. */
export const incidentsQuery = z.object({
  state: z.enum(incidentStates).optional(),
  severity: z.enum(severities).optional(),
  category: z.enum(categories).optional(),
  assigned: z.enum(assignedFilters).optional(),
  issue: z.enum(signalTypes).optional().describe('Only incidents of this type of signal.'),
  building: searched,
  group: searched,
  text: searched,
  ...page,
});
export type IncidentsQuery = z.input<typeof incidentsQuery>;

/** An open incident in a list. */
export const incidentRow = z.strictObject({
  ticket: ticketNumber,
  signal: signalId,
  label: z.string(),
  category,
  severity,
  state: incidentState,
  isMisconfiguration: z.boolean().describe('The fault is in how the room is set up.'),
  isFlapping: z.boolean().describe('The state changes too often to be judged.'),
  roomId,
  room: z.string(),
  building: z.string(),
  floor: z.string(),
  openedAt: instant,
  activatedAt: instant.describe(
    'When it failed again, or else when it opened. The time that it is open counts from here.',
  ),
  impact: z.string(),
  recommendedAction: z.string(),
  detail: z.string(),
  assignee: personRef.nullable(),
  assignedAt: instant
    .nullable()
    .describe('When it was assigned; `null`: it is not assigned, or the time is unknown.'),
  response: response.nullable(),
  suppression: effectiveSuppression.nullable(),
  actions: z.array(personAction),
});
export type IncidentRow = Wire<typeof incidentRow>;

/** A row of a list of incidents: an incident, or an outage with all its rooms. */
export const listRow = z.union([incidentRow, outageRow]);
export type ListRow = Wire<typeof listRow>;

/** Response of `GET /api/incidents`. */
export const incidentsAnswer = z.strictObject({
  total: count.describe('An outage counts once.'),
  rows: z.array(listRow),
  confirmedAt: instant,
});
export type IncidentsAnswer = Wire<typeof incidentsAnswer>;
