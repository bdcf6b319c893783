/**
 * The assignee of a ticket. The first person who takes a ticket keeps it until another person takes it
 * over by naming the present assignee.
 */
import type { Change } from '../../change.ts';
import type { Rejection } from '../../command.ts';
import type { OutageId, Ticket } from '../../room.ts';
import type { Instant, PersonRef, SignalId, TicketNumber } from '../../words.ts';

/** A step on the assignee of a ticket. */
export type AssignmentTransition =
  | {
      readonly action: 'assign';
      readonly to: PersonRef;
      /** The id of the present assignee; absent: the step succeeds only when the ticket is unassigned. */
      readonly takeOverFrom?: string | undefined;
    }
  | {
      readonly action: 'unassign';
      /** The id of the present assignee; absent: any assignee. */
      readonly from?: string | undefined;
    };

type Assigned = Pick<Ticket, 'assignee' | 'assignedAt'>;

/** A ticket or an outage: each has at most one assignee. */
export type Assignable = Assigned & { readonly number: TicketNumber | OutageId };

/** The next assignee and the time of the assignment, or why the step is rejected. */
export function nextAssigned(
  transition: AssignmentTransition,
  assignable: Assignable,
  now: Instant,
): Assigned | Rejection {
  const { assignee } = assignable;
  if (transition.action === 'unassign') {
    if (assignee === null) return { code: 'notAssigned' };
    if (transition.from !== undefined && transition.from !== assignee.id)
      return assignedToOther(assignable, assignee);
    return { assignee: null, assignedAt: null };
  }
  if (assignee?.id === transition.to.id) return { code: 'alreadyAssigned', to: assignee };
  if (assignee !== null && assignee.id !== transition.takeOverFrom)
    return assignedToOther(assignable, assignee);
  return { assignee: transition.to, assignedAt: now };
}

/** The ticket's next assignee with the change for the history, or why the step is rejected. */
export function nextAssignment(
  transition: AssignmentTransition,
  signal: SignalId,
  ticket: Ticket,
  now: Instant,
): { readonly assigned: Assigned; readonly change: Change } | Rejection {
  const { number, episode, assignee } = ticket;
  const at = { signal, ticket: number, episode } as const;
  const assigned = nextAssigned(transition, ticket, now);
  if ('code' in assigned) return assigned;
  const change: Change | null =
    assigned.assignee !== null
      ? { type: 'incident.assigned', ...at, before: assignee, after: assigned.assignee }
      : assignee && { type: 'incident.unassigned', ...at, before: assignee };
  return change === null ? { code: 'notAssigned' } : { assigned, change };
}

function assignedToOther({ number, assignedAt }: Assignable, to: PersonRef): Rejection {
  return { code: 'assignedToOther', ticket: number, to, since: assignedAt };
}
