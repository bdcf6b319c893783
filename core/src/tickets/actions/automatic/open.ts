/** Open: the next episode of a ticket begins. The first episode gives the ticket its permanent number. */

import { ruleFor } from '../../../signals/rules/defaultRules.ts';
import type { IncidentState, TicketNumber } from '../../../words.ts';
import { addChange, withParts } from '../../draft.ts';
import { incidentStart } from '../../incidentStart.ts';
import type { OpenTicket } from '../../ticket.ts';
import { automaticStep } from '../automaticStep.ts';
import { incident } from '../moves.ts';

export const open = automaticStep({
  moves: { unopened: incident, closed: incident },
  whileSuppressed: 'refused',
  decide(because, { draft, signal, record, rules, now }) {
    const { room } = draft;
    const earlier = record.ticket;
    const ticketCount = earlier ? room.ticketCount : room.ticketCount + 1;
    const number: TicketNumber = earlier?.number ?? `${room.number}-${ticketCount}`;
    const episode = (earlier?.episode ?? 0) + 1;
    const { severity } = ruleFor(rules, signal);
    const reason = { sentence: because, ruleVersion: rules.version };
    const start = incidentStart(signal, rules, now);
    const ticket: OpenTicket = {
      number,
      ...start,
      episode,
      activation: 1,
      severity,
      openedAt: now,
      reason,
      assignee: null,
      assignedAt: null,
      response: null,
      proof: earlier?.proof ?? null,
      messageCount: earlier?.messageCount ?? 0,
      attachments: earlier?.attachments ?? [],
    };
    const state: IncidentState = start.status;
    return addChange(draft, withParts({ ...room, ticketCount }, signal, { ticket }), {
      type: 'incident.opened',
      signal,
      ticket: number,
      episode,
      state,
      severity,
      reason,
    });
  },
});
