/** Investigate again: a person sends an incident back to the platform, which tries its remediations again. */
import { instantAfter } from '../../../instant.ts';
import { ruleFor } from '../../../signals/rules/defaultRules.ts';
import type { SignalId } from '../../../words.ts';
import { addChange, onTicket, withParts } from '../../draft.ts';
import type { InvestigatedTicket } from '../../ticket.ts';
import { findRecord, ticketStatus } from '../../ticketState.ts';
import { defineAction } from '../action.ts';

export type Investigate = { readonly action: 'investigate'; readonly signal: SignalId };

export const investigate = defineAction<Investigate>().onTicket({
  moves: { needsAction: ['systemInvestigating'] },
  whileSuppressed: 'refused',
  needsRole: 'lead',
  whenRetired: 'allowed',
  label: 'Investigate again',
  phrase: 'send an incident back for investigation',
  past: (what) => `sent ${what} back for investigation`,
  asksFirst: false,
  isForMany: true,
  buttonAt: 'actions',
  request: {
    payload: () => ({}),
    toCommand: (payload, signal) => ({ ...payload, signal }),
    formatDone: ({ label }) => `The platform investigates ${label} again.`,
    undo: () => null,
  },
  precondition({ room, target }) {
    const status = target === 'room' ? 'unopened' : ticketStatus(findRecord(room, target));
    return status === 'systemInvestigating' ? { code: 'alreadyInvestigating' } : null;
  },
  rule({ target, rules }) {
    const canInvestigate = target !== 'room' && ruleFor(rules, target).investigateForMs > 0;
    return canInvestigate ? null : { code: 'nothingToInvestigate' };
  },
  decide(_, { draft, signal, ticket, rules, now }) {
    // The lifecycle allows only this status.
    if (ticket.status !== 'needsAction') return { code: 'noIncident' };
    const investigated: InvestigatedTicket = {
      ...ticket,
      status: 'systemInvestigating',
      investigatesUntil: instantAfter(now, ruleFor(rules, signal).investigateForMs),
      attempts: [],
      neighbours: null,
    };
    return addChange(draft, withParts(draft.room, signal, { ticket: investigated }), {
      type: 'incident.investigating',
      ...onTicket(signal, ticket),
    });
  },
});
