/**
 * The assignee of a ticket or an outage. The first person who takes it keeps it until another person takes
 * it over by naming the present assignee.
 */
import type { Rejection } from '../../../rejection.ts';
import type { OutageId, Ticket } from '../../../room.ts';
import type { Instant, PersonRef, TicketNumber } from '../../../words.ts';

type Assigned = Pick<Ticket, 'assignee' | 'assignedAt'>;

/** A ticket or an outage: each has at most one assignee. */
export type Assignable = Assigned & { readonly number: TicketNumber | OutageId };

/** A change of the assignee. */
export type AssigneeChange =
  | {
      readonly action: 'assign';
      readonly to: PersonRef;
      /** The id of the present assignee; absent: the change succeeds only when it is unassigned. */
      readonly takeOverFrom?: string | undefined;
    }
  | {
      readonly action: 'unassign';
      /** The id of the present assignee; absent: any assignee. */
      readonly from?: string | undefined;
    };

/** The next assignee and the time of the assignment, or why the change is rejected. */
export function nextAssigned(
  change: AssigneeChange,
  assignable: Assignable,
  now: Instant,
): Assigned | Rejection {
  const { assignee } = assignable;
  if (change.action === 'unassign') {
    if (assignee === null) return { code: 'notAssigned' };
    if (change.from !== undefined && change.from !== assignee.id)
      return assignedToOther(assignable, assignee);
    return { assignee: null, assignedAt: null };
  }
  if (assignee?.id === change.to.id) return { code: 'alreadyAssigned', to: assignee };
  if (assignee !== null && assignee.id !== change.takeOverFrom)
    return assignedToOther(assignable, assignee);
  return { assignee: change.to, assignedAt: now };
}

function assignedToOther({ number, assignedAt }: Assignable, to: PersonRef): Rejection {
  return { code: 'assignedToOther', ticket: number, to, since: assignedAt };
}
