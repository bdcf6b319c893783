/** Respond: a person states what they did about an incident. Telemetry then verifies the fix. */
import { ruleFor } from '../../../signals/rules/defaultRules.ts';
import type { SignalId } from '../../../words.ts';
import { addChange, onTicket, withTicket } from '../../draft.ts';
import { verificationAfter } from '../../remediation/verification.ts';
import { defineAction } from '../action.ts';
import { textFault } from '../inputFaults.ts';
import { stay } from '../moves.ts';

export type Respond = {
  readonly action: 'respond';
  readonly signal: SignalId;
  readonly notes: string;
};

export const respond = defineAction<Respond>().onTicket({
  moves: stay,
  whileSuppressed: 'allowed',
  needsRole: 'technician',
  whenRetired: 'allowed',
  label: 'Respond',
  phrase: 'respond to incidents',
  past: (what) => `responded to ${what}`,
  asksFirst: true,
  isForMany: true,
  buttonAt: 'actions',
  request: {
    payload: ({ text }) => ({ notes: text }),
    toCommand: (payload, signal) => ({ ...payload, signal }),
    formatDone: ({ signal, rules, label }) =>
      signal && ruleFor(rules, signal).resolvedBy === 'person'
        ? `Your response on ${label} is recorded. The person who sees that the problem is over resolves it.`
        : `Your response on ${label} is recorded. Telemetry shows whether the problem is over.`,
    // No undo: it has readers.
    undo: () => null,
  },
  fault: ({ notes }) => textFault('notes', notes),
  decide({ notes }, { draft, signal, record, ticket, by, rules, now }) {
    const latest = ticket.response;
    const isSame = latest?.by.id === by.id && latest.notes === notes;
    // A second click or message. A person may repeat a failed fix, with the same notes.
    if (isSame && latest.failedAt === undefined) {
      return { code: 'alreadyResponded', by: latest.by, at: latest.at };
    }
    const proof = verificationAfter(record, signal, by, rules, now);
    const room = withTicket(draft.room, signal, { response: { by, at: now, notes }, proof });
    return addChange(draft, room, {
      type: 'incident.responded',
      ...onTicket(signal, ticket),
      notes,
    });
  },
});
