/** Close: a resolved ticket has been quiet for the rule's time, so its episode is over. */
import { addChange, onTicket, withParts } from '../../draft.ts';
import type { Ticket } from '../../ticket.ts';
import { automaticTicketStep } from '../automaticStep.ts';

export const close = automaticTicketStep({
  moves: { resolved: ['closed'] },
  whileSuppressed: 'allowed',
  decide(_, { draft, signal, ticket }) {
    if (ticket.status !== 'resolved') return draft;
    const closed: Ticket = { ...ticket, status: 'closed' };
    return addChange(draft, withParts(draft.room, signal, { ticket: closed }), {
      type: 'ticket.closed',
      ...onTicket(signal, ticket),
    });
  },
});
