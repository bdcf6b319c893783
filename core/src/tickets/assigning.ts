/** Who is on a ticket: it belongs to the first person who takes it, until that person is named. */
import type { Change } from '../change.ts';
import type { Rejection } from '../command.ts';
import type { Ticket } from '../room.ts';
import type { Instant, PersonRef, SignalId } from '../words.ts';

/** A step on the assignee of a ticket. */
export type AssigningMove =
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

/** The ticket's next assignee and what the history records, or why nothing changes. */
export function assigning(
  move: AssigningMove,
  signal: SignalId,
  ticket: Ticket,
  now: Instant,
): { readonly assigned: Assigned; readonly change: Change } | Rejection {
  const { number, episode, assignee } = ticket;
  const on = { signal, ticket: number, episode } as const;
  if (move.action === 'unassign') {
    if (assignee === null) return { code: 'notAssigned' };
    if (move.from !== undefined && move.from !== assignee.id) return otherHas(ticket, assignee);
    return {
      assigned: { assignee: null, assignedAt: null },
      change: { type: 'incident.unassigned', ...on, before: assignee },
    };
  }
  if (assignee?.id === move.to.id) return { code: 'alreadyAssigned', to: assignee };
  if (assignee !== null && assignee.id !== move.takeOverFrom) return otherHas(ticket, assignee);
  return {
    assigned: { assignee: move.to, assignedAt: now },
    change: { type: 'incident.assigned', ...on, before: assignee, after: move.to },
  };
}

function otherHas({ number, assignedAt }: Ticket, to: PersonRef): Rejection {
  return { code: 'assignedToOther', ticket: number, to, since: assignedAt };
}
