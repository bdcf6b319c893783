/** Hand back: a ticket is no longer assigned. */
import type { SignalId } from '../../../words.ts';
import { addChange, onTicket, withTicket } from '../../draft.ts';
import { findRecord } from '../../ticketState.ts';
import { defineAction } from '../action.ts';
import { stay } from '../moves.ts';
import { nextAssigned } from './assignee.ts';

export type Unassign = {
  readonly action: 'unassign';
  readonly signal: SignalId;
  /** The id of the present assignee; absent: any assignee. */
  readonly from?: string | undefined;
};

export const unassign = defineAction<Unassign>().onTicket({
  moves: stay,
  whileSuppressed: 'allowed',
  needsRole: 'technician',
  whenRetired: 'allowed',
  label: 'Hand back',
  phrase: 'hand back incidents',
  past: (what) => `handed ${what} back`,
  asksFirst: false,
  isForMany: true,
  buttonAt: 'actions',
  request: {
    payload: ({ optionalPersonId }) => ({ from: optionalPersonId }),
    // By default a person hands back their own ticket. Another person's ticket needs `from`.
    toCommand: ({ action, from }, signal, { actor }) => ({
      action,
      signal,
      from: from ?? actor.id,
    }),
    formatDone: ({ label }) => `${label} is handed back. It is not assigned now.`,
    undo: (_, { before }) =>
      before.assignee && { action: 'assign' as const, to: before.assignee.id },
  },
  rule({ room, target }) {
    const isAssigned = target !== 'room' && findRecord(room, target).ticket?.assignee;
    return isAssigned ? null : { code: 'notAssigned' };
  },
  decide(command, { draft, signal, ticket, now }) {
    const next = nextAssigned(command, ticket, now);
    if ('code' in next) return next;
    if (ticket.assignee === null) return { code: 'notAssigned' };
    return addChange(draft, withTicket(draft.room, signal, next), {
      type: 'incident.unassigned',
      ...onTicket(signal, ticket),
      before: ticket.assignee,
    });
  },
});
