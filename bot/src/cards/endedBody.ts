/** The middle of a card with nothing left to do: resolved, or overtaken by a newer failure. */
import { asSentence, sayDurationBetween, sayTime } from '@rooms-pro/core';
import type { Element } from './adaptiveCard.ts';
import { facts, paragraph } from './elements.ts';
import { type Incident, sinceOf, ticketLine } from './incidentView.ts';
import { latestResponse } from './response.ts';

/** How long it lasted and what fixed it. */
export function resolvedBody(incident: Incident): Element[] {
  const { ticket, room } = incident;
  const end = ticket.resolvedAt;
  const lasted = end === null ? '' : ` after ${sayDurationBetween(ticket.openedAt, end)}`;
  const fixed =
    ticket.response === null
      ? [paragraph('It recovered without a response.', { isSubtle: true, spacing: 'small' })]
      : latestResponse(incident, 'What fixed it');
  return [
    paragraph(`Resolved${lasted}. ${asSentence(ticket.resolvedBecause ?? '')}`, {
      weight: 'bolder',
    }),
    ...fixed,
    facts([
      ['Opened', sayTime(ticket.openedAt, room.timeZone)],
      ['Resolved', end === null ? null : sayTime(end, room.timeZone)],
      ['Ticket', ticketLine(incident)],
    ]),
  ];
}

/** That this card is about the past, and since when there is something newer. */
export function supersededBody(incident: Incident): Element[] {
  const { ticket, about, room } = incident;
  const isSameEpisode = about?.episode === ticket.episode;
  const what = isSameEpisode
    ? 'It had recovered and failed again. The newer card shows what is true now.'
    : `This card was about incident ${about?.episode ?? 1} of the ticket. Incident ${ticket.episode} has opened since and has a card of its own.`;
  return [
    paragraph(what),
    facts([
      ['Failed again', sayTime(sinceOf(incident), room.timeZone)],
      ['Ticket', ticket.number],
    ]),
  ];
}
