/** The middle of a card whose incident is open: impact, what to do, what was tried, who is on it. */
import { recommendedActionFor, sayDuration, sayTime, sayUntil } from '@rooms-pro/core';
import type { Container, Element, TextBlock } from './adaptiveCard.ts';
import { bullets, container, facts, heading, paragraph } from './elements.ts';
import { type Incident, sinceOf, ticketLine } from './incidentView.ts';
import { plain } from './plainText.ts';
import { latestResponse } from './response.ts';

/** Everything between the title and the buttons. */
export function openBody(incident: Incident): Element[] {
  const isInvestigating = incident.face === 'systemInvestigating';
  return [
    ...suppressionNotes(incident),
    ...frozenNotes(incident),
    ...escalationNotes(incident),
    paragraph(incident.rule.impact),
    ...(isInvestigating ? investigation(incident) : []),
    whatToDo(incident),
    openFacts(incident),
    ...(isInvestigating ? background(incident) : []),
    ...latestResponse(incident, 'Latest response'),
  ];
}

function suppressionNotes({ suppression, room }: Incident): TextBlock[] {
  if (suppression === null) return [];
  const { by, until, reason, scope } = suppression;
  const what = scope === 'room' ? 'The whole room is suppressed' : 'Suppressed';
  const end = sayUntil(until, room.timeZone);
  return [
    paragraph(`${what} by ${plain(by.name, 80)} ${end}.`, { weight: 'bolder' }),
    ...(reason.trim() === ''
      ? []
      : [paragraph(`Reason: ${plain(reason, 200)}`, { spacing: 'none' })]),
  ];
}

function frozenNotes({ room, isLastKnown }: Incident): TextBlock[] {
  if (!isLastKnown || room.connection.status !== 'disconnected') return [];
  const since = sayTime(room.connection.since, room.timeZone);
  return [
    paragraph(`🔌 Last known: no telemetry since ${since}. It may have changed.`, {
      weight: 'bolder',
    }),
  ];
}

function escalationNotes({ ticket, rule }: Incident): TextBlock[] {
  if (ticket.severity !== 'important' || rule.severity !== 'warning') return [];
  const { escalatesAfterMs } = rule;
  const waited = escalatesAfterMs === null ? '' : ` for ${sayDuration(escalatesAfterMs)}`;
  return [
    paragraph(`It was a warning and became important: nobody attended to it${waited}.`, {
      weight: 'bolder',
    }),
  ];
}

function investigation({ rule, ticket, room }: Incident): TextBlock[] {
  const end = ticket.investigatesUntil;
  const until = end === null ? '' : ` until ${sayTime(end, room.timeZone)}`;
  return [
    paragraph(
      `${rule.description} The platform watches further readings${until}. If it recovers, there is nothing to do; if not, this card asks for action.`,
    ),
  ];
}

function whatToDo({ rule, record, face }: Incident): Container {
  const title = face === 'systemInvestigating' ? 'If you want to act early' : 'What to do';
  return container(
    [
      heading(title, { size: 'default' }),
      paragraph(recommendedActionFor(rule, record.detail), { spacing: 'small' }),
    ],
    { style: 'emphasis', spacing: 'medium' },
  );
}

function openFacts(incident: Incident): Element {
  const { record, room, ticket, rule, face } = incident;
  const wasInvestigated = face === 'needsAction' && rule.investigateForMs > 0;
  const watched = sayDuration(rule.investigateForMs);
  return facts([
    ['Reported', plain(record.detail, 160)],
    ['Since', sayTime(sinceOf(incident), room.timeZone)],
    ['Tried', wasInvestigated ? `Watched it for ${watched}; it did not recover by itself` : null],
    ['Assigned', ticket.assignee?.name ?? 'Nobody yet'],
    ['Ticket', ticketLine(incident)],
  ]);
}

function background({ rule }: Incident): Element[] {
  return [
    heading('Typical causes', { size: 'default' }),
    ...bullets(rule.causes.slice(0, 5)),
    heading('What usually helps', { size: 'default' }),
    ...bullets(rule.resolutions.slice(0, 5)),
  ];
}
