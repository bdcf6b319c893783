/** Escalate: a warning that no person attends to becomes important. */
import { addChange, onTicket, withOpenTicket } from '../../draft.ts';
import { automaticTicketStep } from '../automaticStep.ts';
import { stay } from '../moves.ts';

export const escalate = automaticTicketStep({
  moves: stay,
  whileSuppressed: 'refused',
  decide(because, { draft, signal, ticket }) {
    const parts = { severity: 'important', escalatesAt: null } as const;
    return addChange(draft, withOpenTicket(draft.room, signal, parts), {
      type: 'incident.escalated',
      ...onTicket(signal, ticket),
      reason: because,
    });
  },
});
