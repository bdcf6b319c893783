/** Close: a resolved ticket has been quiet for the rule's time, so its episode is over. */
import { addChange, onTicket, withTicket } from '../../draft.ts';
import { automaticTicketStep } from '../automaticStep.ts';

export const close = automaticTicketStep({
  moves: { resolved: ['closed'] },
  whileSuppressed: 'allowed',
  decide: (_, { draft, signal, ticket }) =>
    addChange(draft, withTicket(draft.room, signal, { status: 'closed' }), {
      type: 'ticket.closed',
      ...onTicket(signal, ticket),
    }),
});
