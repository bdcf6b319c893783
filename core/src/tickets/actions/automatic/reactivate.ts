/** Re-activate: the signal of a resolved ticket fails again, so the same episode continues. */
import { addChange, onTicket, withParts } from '../../draft.ts';
import { incidentStart } from '../../incidentStart.ts';
import type { OpenTicket } from '../../ticket.ts';
import { automaticTicketStep } from '../automaticStep.ts';
import { incident } from '../moves.ts';

export const reactivate = automaticTicketStep({
  moves: { resolved: incident },
  whileSuppressed: 'refused',
  decide(because, { draft, signal, ticket, rules, now }) {
    const start = incidentStart(signal, rules, now);
    const reason = { sentence: because, ruleVersion: rules.version };
    const { severity } = ticket;
    const reactivated: OpenTicket = {
      ...ticket,
      ...start,
      activation: ticket.activation + 1,
      reason,
      assignee: null,
      assignedAt: null,
      response: null,
    };
    return addChange(draft, withParts(draft.room, signal, { ticket: reactivated }), {
      type: 'incident.reactivated',
      ...onTicket(signal, ticket),
      state: start.status,
      severity,
      reason,
    });
  },
});
