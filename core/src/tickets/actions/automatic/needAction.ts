/** Need action: the investigation of the platform ends, and a person must act. */
import { addChange, onTicket, withParts } from '../../draft.ts';
import type { Ticket } from '../../ticket.ts';
import { automaticTicketStep } from '../automaticStep.ts';

export const needAction = automaticTicketStep({
  moves: { systemInvestigating: ['needsAction'] },
  whileSuppressed: 'refused',
  decide(because, { draft, signal, ticket }) {
    if (ticket.status !== 'systemInvestigating') return draft;
    const next: Ticket = { ...ticket, status: 'needsAction', investigatesUntil: null };
    return addChange(draft, withParts(draft.room, signal, { ticket: next }), {
      type: 'incident.needsAction',
      ...onTicket(signal, ticket),
      reason: because,
    });
  },
});
