/** The moves that many actions share: by start status, the possible next statuses. */
import type { TicketStatus } from '../../words.ts';

/** By start status, the possible next statuses. Any other status refuses the action. */
export type Moves = Readonly<Partial<Record<TicketStatus, readonly TicketStatus[]>>>;

/** The statuses of an open incident. The rule decides which of them an incident starts with. */
export const incident = ['systemInvestigating', 'needsAction'] as const;

/** Only while an incident is open, and its status does not change. */
export const stay = {
  systemInvestigating: ['systemInvestigating'],
  needsAction: ['needsAction'],
} as const satisfies Moves;

/** Once the ticket has a number; its status does not change. */
export const stayOnceOpened = {
  ...stay,
  resolved: ['resolved'],
  closed: ['closed'],
} as const satisfies Moves;

/** In every status, which does not change. */
export const stayAnywhere = { unopened: ['unopened'], ...stayOnceOpened } as const satisfies Moves;
