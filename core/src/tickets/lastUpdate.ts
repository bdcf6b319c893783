/** When a ticket last changed, from the times that it contains. */
import type { Ticket } from '../room.ts';
import type { Instant } from '../words.ts';

/** The latest of its times: opening, response, assignment, remediation, attachment, resolution. */
export function lastUpdate(ticket: Ticket): Instant {
  const { response, attempts, attachments } = ticket;
  const times: readonly (Instant | null | undefined)[] = [
    ticket.openedAt,
    ticket.resolvedAt,
    ticket.assignedAt,
    ticket.flappingSince,
    response?.at,
    response?.failedAt,
    response?.heldAt,
    ...attempts.flatMap(({ at, endedAt }) => [at, endedAt]),
    ...attachments.map(({ at }) => at),
  ];
  return times.reduce<Instant>(
    (latest, at) => (at && at > latest ? at : latest),
    ticket.activatedAt,
  );
}
