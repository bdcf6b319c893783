/** Need action: the investigation of the platform ends, and a person must act. */
import { addChange, onTicket, withTicket } from '../../draft.ts';
import { automaticTicketStep } from '../automaticStep.ts';

export const needAction = automaticTicketStep({
  moves: { systemInvestigating: ['needsAction'] },
  whileSuppressed: 'refused',
  decide(because, { draft, signal, ticket }) {
    const parts = { status: 'needsAction', investigatesUntil: null } as const;
    return addChange(draft, withTicket(draft.room, signal, parts), {
      type: 'incident.needsAction',
      ...onTicket(signal, ticket),
      reason: because,
    });
  },
});
