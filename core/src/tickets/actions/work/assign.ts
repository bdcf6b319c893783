/** Assign: a person takes a ticket, gives it to another person, or takes it over from its assignee. */
import type { PersonRef, SignalId } from '../../../words.ts';
import { addChange, onTicket, withTicket } from '../../draft.ts';
import { findRecord } from '../../ticketState.ts';
import { defineAction } from '../action.ts';
import { stay } from '../moves.ts';
import { nextAssigned } from './assignee.ts';

export type Assign = {
  readonly action: 'assign';
  readonly signal: SignalId;
  readonly to: PersonRef;
  /** The id of the present assignee; absent: the command succeeds only when the ticket is unassigned. */
  readonly takeOverFrom?: string | undefined;
};

export const assign = defineAction<Assign>().onTicket({
  moves: stay,
  whileSuppressed: 'allowed',
  needsRole: 'technician',
  whenRetired: 'allowed',
  label: 'Assign to me',
  phrase: 'assign incidents',
  past: (what) => `took ${what}`,
  asksFirst: false,
  isForMany: true,
  buttonAt: 'actions',
  request: {
    // `to` absent: the person who sends it. A ticket of another person is taken over only if
    // `takeOverFrom` is that person's id.
    payload: ({ optionalPersonId }) => ({ to: optionalPersonId, takeOverFrom: optionalPersonId }),
    toCommand: ({ takeOverFrom }, signal, { assignee }) => {
      const to = { id: assignee.id, name: assignee.name };
      return { action: 'assign', signal, to, takeOverFrom };
    },
    formatDone({ actor, label, command, changes }) {
      const whose = command.to.id === actor.id ? 'you' : command.to.name;
      const change = changes.find(({ type }) => type === 'incident.assigned');
      const before = change?.type === 'incident.assigned' ? change.before : null;
      return before === null
        ? `${label} is assigned to ${whose}.`
        : `${label} is assigned to ${whose}, taken over from ${before.name}.`;
    },
    undo({ to }, { actorId, before }) {
      const holder = to ?? actorId;
      const former = before.assignee;
      if (former === null) {
        // Hands the ticket back only while the new person still has it.
        return { action: 'unassign' as const, ...(holder === null ? {} : { from: holder }) };
      }
      if (holder === null || holder === former.id) return null;
      return { action: 'assign' as const, to: former.id, takeOverFrom: holder };
    },
  },
  rule({ room, target, actor }, command) {
    const assignee = target === 'room' ? null : findRecord(room, target).ticket?.assignee;
    const to = command?.to.id ?? (actor.kind === 'person' ? actor.id : null);
    return assignee && assignee.id === to ? { code: 'alreadyAssigned', to: assignee } : null;
  },
  decide(command, { draft, signal, ticket, now }) {
    const next = nextAssigned(command, ticket, now);
    if ('code' in next) return next;
    return addChange(draft, withTicket(draft.room, signal, next), {
      type: 'incident.assigned',
      ...onTicket(signal, ticket),
      before: ticket.assignee,
      after: command.to,
    });
  },
});
