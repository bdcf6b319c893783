/** Who is on a ticket: it belongs to the first person who takes it, until that person is named. */
import type { Change } from '../../change.ts';
import type { Rejection } from '../../command.ts';
import type { OutageId, Ticket } from '../../room.ts';
import type { Instant, PersonRef, SignalId, TicketNumber } from '../../words.ts';

/** A step on the assignee of a ticket. */
export type AssignmentTransition =
  | {
      readonly action: 'assign';
      readonly to: PersonRef;
      /** The id of the person from whom the ticket is taken; left out: only a free ticket is taken. */
      readonly takeOverFrom?: string | undefined;
    }
  | {
      readonly action: 'unassign';
      /** The id of the person whose ticket is handed back; left out: of anybody. */
      readonly from?: string | undefined;
    };

type Assigned = Pick<Ticket, 'assignee' | 'assignedAt'>;

/** What is assigned to one person at a time: a ticket, or an outage as one. */
export type Assignable = Assigned & { readonly number: TicketNumber | OutageId };

/** Who has it next and since when, or why nothing changes. */
export function nextAssigned(
  move: AssignmentTransition,
  held: Assignable,
  now: Instant,
): Assigned | Rejection {
  const { assignee } = held;
  if (move.action === 'unassign') {
    if (assignee === null) return { code: 'notAssigned' };
    if (move.from !== undefined && move.from !== assignee.id) return otherHas(held, assignee);
    return { assignee: null, assignedAt: null };
  }
  if (assignee?.id === move.to.id) return { code: 'alreadyAssigned', to: assignee };
  if (assignee !== null && assignee.id !== move.takeOverFrom) return otherHas(held, assignee);
  return { assignee: move.to, assignedAt: now };
}

/** The ticket's next assignee and what the history records, or why nothing changes. */
export function nextAssignment(
  move: AssignmentTransition,
  signal: SignalId,
  ticket: Ticket,
  now: Instant,
): { readonly assigned: Assigned; readonly change: Change } | Rejection {
  const { number, episode, assignee } = ticket;
  const on = { signal, ticket: number, episode } as const;
  const assigned = nextAssigned(move, ticket, now);
  if ('code' in assigned) return assigned;
  const change: Change | null =
    assigned.assignee !== null
      ? { type: 'incident.assigned', ...on, before: assignee, after: assigned.assignee }
      : assignee && { type: 'incident.unassigned', ...on, before: assignee };
  return change === null ? { code: 'notAssigned' } : { assigned, change };
}

function otherHas({ number, assignedAt }: Assignable, to: PersonRef): Rejection {
  return { code: 'assignedToOther', ticket: number, to, since: assignedAt };
}
