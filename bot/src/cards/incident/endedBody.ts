/** The middle of a card that needs no work: resolved, or replaced by a newer failure. */
import {
  asSentence,
  creditedAttempt,
  formatDurationBetween,
  formatZonedTime,
  isCredited,
  remediationLabels,
} from '@rooms-pro/core';
import type { Element } from '../adaptiveCard.ts';
import { facts, paragraph } from '../elements.ts';
import { type Incident, isOnlySeverity, sinceOf, ticketLine } from './incidentView.ts';
import { latestResponse, watchNotes } from './response.ts';
import { formatTried } from './tried.ts';

/** The duration of the incident, and what fixed it. */
export function resolvedBody(incident: Incident): Element[] {
  const { ticket, room } = incident;
  const end = ticket.resolvedAt;
  const isAgain = ticket.activatedAt !== ticket.openedAt;
  const lasted = end === null ? '' : ` after ${formatDurationBetween(ticket.activatedAt, end)}`;
  const fixed =
    ticket.response === null
      ? [paragraph(whatHelped(incident), { isSubtle: true, spacing: 'small' })]
      : latestResponse(
          incident,
          isCredited(incident.room, incident.signal, incident.rules)
            ? 'What fixed it'
            : 'Latest response',
        );
  return [
    paragraph(`Resolved${lasted}. ${asSentence(ticket.resolvedBecause ?? '')}`, {
      weight: 'bolder',
    }),
    ...fixed,
    ...watchNotes(incident),
    facts([
      ['Tried', formatTried(incident)],
      ['Opened', formatZonedTime(ticket.openedAt, room.timeZone)],
      ['Failed again', isAgain ? formatZonedTime(ticket.activatedAt, room.timeZone) : null],
      ['Resolved', end === null ? null : formatZonedTime(end, room.timeZone)],
      ['Ticket', ticketLine(incident)],
    ]),
  ];
}

/**
 * How it ended without a response. A remediation is named only if the history shows that it helped.
 */
function whatHelped({ room, signal, rules, rule }: Incident): string {
  if (rule.resolvedBy === 'person') return 'A person resolved it without a response.';
  const credited = creditedAttempt(room, signal, rules);
  return credited === null
    ? 'It recovered without a response.'
    : `It recovered after this was done on the device: ${remediationLabels[credited.remediation].toLowerCase()}.`;
}

/** A note that other rooms are disconnected too, and that one card covers all of them. */
export function outageBody(incident: Incident): Element[] {
  return [
    paragraph(
      'Other rooms nearby disconnected too. They are one outage, and its card covers all of them. Use that card.',
    ),
    facts([
      ['No telemetry since', formatZonedTime(sinceOf(incident), incident.room.timeZone)],
      ['Ticket', incident.ticket.number],
    ]),
  ];
}

/** A note that this card is about the past, and since when there is a newer card. */
export function supersededBody(incident: Incident): Element[] {
  const { ticket, about, room } = incident;
  if (isOnlySeverity(incident)) {
    return [
      paragraph(
        'It was a warning and became important. The newer card shows what is true now and what to do.',
      ),
      facts([['Ticket', ticket.number]]),
    ];
  }
  const isSameEpisode = about?.episode === ticket.episode;
  const what = isSameEpisode
    ? 'It had recovered and failed again. The newer card shows what is true now.'
    : `This card was about incident ${about?.episode ?? 1} of the ticket. Incident ${ticket.episode} has opened since then and has a separate card.`;
  return [
    paragraph(what),
    facts([
      ['Failed again', formatZonedTime(sinceOf(incident), room.timeZone)],
      ['Ticket', ticket.number],
    ]),
  ];
}
