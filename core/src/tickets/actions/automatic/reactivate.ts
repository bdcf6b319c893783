/** Re-activate: the signal of a resolved ticket fails again, so the same episode continues. */
import { addChange, onTicket, withTicket } from '../../draft.ts';
import { incidentStart } from '../../incidentStart.ts';
import { automaticTicketStep } from '../automaticStep.ts';
import { incident } from '../moves.ts';

export const reactivate = automaticTicketStep({
  moves: { resolved: incident },
  whileSuppressed: 'refused',
  decide(because, { draft, signal, ticket, rules, now }) {
    const start = incidentStart(signal, rules, now);
    const reason = { sentence: because, ruleVersion: rules.version };
    const { severity } = ticket;
    const room = withTicket(draft.room, signal, {
      ...start,
      activation: ticket.activation + 1,
      resolvedAt: null,
      resolvedBecause: null,
      reason,
      assignee: null,
      assignedAt: null,
      response: null,
    });
    return addChange(draft, room, {
      type: 'incident.reactivated',
      ...onTicket(signal, ticket),
      state: start.status,
      severity,
      reason,
    });
  },
});
