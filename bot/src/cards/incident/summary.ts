/** The sentence for the activity's `summary`: what a notification or a screen reader says first. */
import { formatDurationBetween, severityLabels } from '@rooms-pro/core';
import { plain } from '../plainText.ts';
import { type IncidentCardView, isOnlySeverity, toIncident } from './incidentView.ts';

/** One plain sentence that says what the card says. */
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
      return `${room} is part of an outage; the card of the outage tells about it.`;
    case 'superseded':
      if (isOnlySeverity(incident)) {
        return `${label} in ${room} became important; a newer card tells about it.`;
      }
      return `${label} in ${room} failed again; a newer card tells about it.`;
  }
}
