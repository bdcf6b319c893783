/** The sentence in the activity's `summary`: a notification or a screen reader gives it first. */
import { formatDurationBetween, severityLabels } from '@rooms-pro/core';
import { plain } from '../plainText.ts';
import { type IncidentCardView, isOnlySeverity, toIncident } from './incidentView.ts';

/** The content of the card in one plain sentence. */
export function summaryOf(view: IncidentCardView): string {
  const incident = toIncident(view);
  const room = plain(view.room.name, 80);
  if (incident === null) return `There is no incident on this signal of ${room}.`;
  const { face, label, ticket } = incident;
  const severity = severityLabels[ticket.severity];
  switch (face) {
    case 'needsAction':
      return `${severity}: ${label} in ${room} needs action.`;
    case 'systemInvestigating':
      return `${severity}: ${label} in ${room} is unhealthy, the platform is investigating.`;
    case 'suppressed':
      return `Suppressed: ${label} in ${room}.`;
    case 'resolved':
      return ticket.resolvedAt === null
        ? `Resolved: ${label} in ${room}.`
        : `Resolved: ${label} in ${room}, after ${formatDurationBetween(ticket.activatedAt, ticket.resolvedAt)}.`;
    case 'outage':
      return `${room} is part of an outage; the card of the outage covers it.`;
    case 'superseded':
      if (isOnlySeverity(incident)) {
        return `${label} in ${room} became important; a newer card shows it.`;
      }
      return `${label} in ${room} failed again; a newer card shows it.`;
  }
}
