/** One incident as one card: what is wrong, what it means, what to do, who is on it. Pure. */
import {
  asSentence,
  recommendedActionFor,
  sayDuration,
  sayDurationBetween,
  sayTime,
  sayUntil,
  severityLabels,
  stateLabels,
} from '@rooms-pro/core';
import type { AdaptiveCard, Container, ContainerStyle, Element } from './adaptiveCard.ts';
import { band, bullets, card, container, facts, heading, paragraph } from './elements.ts';
import { buttonsOf } from './incidentButtons.ts';
import { type Incident, type IncidentCardView, incidentOf, placeOf } from './incidentView.ts';
import { noticeCard } from './plainCards.ts';
import { plain } from './plainText.ts';
import { summaryOf } from './summary.ts';

/** The card as it must look now, whatever it looked like when it was posted. */
export function incidentCard(view: IncidentCardView): AdaptiveCard {
  const incident = incidentOf(view);
  const fallbackText = summaryOf(view);
  if (incident === null) return noticeCard(fallbackText);
  return card([bandOf(incident), titleOf(incident), ...bodyOf(incident)], {
    actions: buttonsOf(incident),
    fallbackText,
  });
}

function bodyOf(incident: Incident): Element[] {
  if (incident.face === 'superseded') return supersededBody(incident);
  if (incident.face === 'resolved') return resolvedBody(incident);
  return openBody(incident);
}

const severityGlyphs = { important: '❗', warning: '⚠️' } as const;

/** State and severity in words and a glyph; the colour only repeats them. */
function bandOf({ face, ticket, isLastKnown }: Incident): Container {
  const severity = severityLabels[ticket.severity];
  const glyph = severityGlyphs[ticket.severity];
  const lastKnown = isLastKnown ? ' · last known' : '';
  switch (face) {
    case 'needsAction': {
      const style: ContainerStyle = ticket.severity === 'important' ? 'attention' : 'warning';
      return band(glyph, `${severity} · ${stateLabels.needsAction}${lastKnown}`, style);
    }
    case 'systemInvestigating':
      return band('🔍', `${severity} · ${stateLabels.systemInvestigating}${lastKnown}`, 'accent');
    case 'suppressed':
      return band('🔕', `Suppressed · ${severity}${lastKnown}`, 'emphasis');
    case 'resolved':
      return band('✅', 'Resolved', 'good');
    case 'superseded':
      return band('↪️', 'Superseded by a newer card', 'emphasis');
  }
}

function titleOf({ label, room }: Incident): Container {
  return container([
    heading(label, { size: 'large' }),
    paragraph(placeOf(room), { spacing: 'none', max: 160 }),
  ]);
}

function openBody(incident: Incident): Element[] {
  const { rule, face } = incident;
  return [
    ...standingNotes(incident),
    paragraph(rule.impact),
    whatToDo(incident),
    ...(face === 'systemInvestigating' ? investigation(incident) : []),
    openFacts(incident),
    ...latestResponse(incident, 'Latest response'),
  ];
}

/** What someone must know before they read on: the silence, the freeze, the escalation. */
function standingNotes(incident: Incident): Element[] {
  const { room, suppression, isLastKnown, ticket, rule } = incident;
  const notes: string[] = [];
  if (suppression) {
    const what = suppression.scope === 'room' ? 'The whole room is suppressed' : 'Suppressed';
    const end = sayUntil(suppression.until, room.timeZone);
    const reason =
      suppression.reason.trim() === '' ? '' : ` Reason: ${plain(suppression.reason, 200)}`;
    notes.push(asSentence(`${what} by ${plain(suppression.by.name, 80)} ${end}.${reason}`));
  }
  if (isLastKnown) {
    const since = sayTime(
      room.connection.status === 'disconnected' ? room.connection.since : '',
      room.timeZone,
    );
    notes.push(`No telemetry since ${since}. This is what was last known; it may have changed.`);
  }
  if (ticket.severity === 'important' && rule.severity === 'warning') {
    const waited =
      rule.escalatesAfterMs === null ? '' : ` for ${sayDuration(rule.escalatesAfterMs)}`;
    notes.push(`This warning became important because nobody attended to it${waited}.`);
  }
  return notes.map((note) => paragraph(note, { weight: 'bolder' }));
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

function investigation({ rule, ticket, room }: Incident): Element[] {
  const until =
    ticket.investigatesUntil === null
      ? ''
      : ` until ${sayTime(ticket.investigatesUntil, room.timeZone)}`;
  return [
    paragraph(
      `${rule.description} The platform watches further readings${until}. If it recovers, you need do nothing; if not, this card will say so.`,
      { spacing: 'medium' },
    ),
    heading('Typical causes', { size: 'default' }),
    ...bullets(rule.causes.slice(0, 5)),
    heading('What usually helps', { size: 'default' }),
    ...bullets(rule.resolutions.slice(0, 5)),
  ];
}

function openFacts(incident: Incident): Element {
  const { record, room, ticket, rule, face } = incident;
  const tried =
    face === 'needsAction' && rule.investigateForMs > 0
      ? `Watched further readings for ${sayDuration(rule.investigateForMs)}; it did not recover`
      : null;
  return facts([
    ['Reported', record.detail],
    ['Since', sayTime(sinceOf(incident), room.timeZone)],
    ['Platform', tried],
    ['Assigned to', ticket.assignee?.name ?? 'Nobody yet'],
    ['Ticket', ticketLine(incident)],
  ]);
}

/** When the present failure began: an episode that was re-activated opened earlier than that. */
function sinceOf({ record, ticket }: Incident): string {
  return record.state === 'unhealthy' ? record.since : ticket.openedAt;
}

function ticketLine({ ticket }: Incident): string {
  const parts: string[] = [ticket.number];
  if (ticket.episode > 1) parts.push(`incident ${ticket.episode}`);
  if (ticket.activation > 1) {
    const times = ticket.activation - 1;
    parts.push(times === 1 ? 'failed again once' : `failed again ${times} times`);
  }
  return parts.join(' · ');
}

function latestResponse({ ticket, room }: Incident, title: string): Element[] {
  if (ticket.response === null) return [];
  const { by, at, notes } = ticket.response;
  return [
    container(
      [
        heading(title, { size: 'default' }),
        paragraph(notes, { spacing: 'small', max: 400 }),
        paragraph(`${plain(by.name, 80)}, ${sayTime(at, room.timeZone)}`, {
          size: 'small',
          isSubtle: true,
          spacing: 'small',
        }),
      ],
      { separator: true, spacing: 'medium' },
    ),
  ];
}

function resolvedBody(incident: Incident): Element[] {
  const { ticket, room, record } = incident;
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
      ['Was reported', record.state === 'unhealthy' ? record.detail : null],
      ['Opened', sayTime(ticket.openedAt, room.timeZone)],
      ['Resolved', end === null ? null : sayTime(end, room.timeZone)],
      ['Ticket', ticketLine(incident)],
    ]),
  ];
}

function supersededBody(incident: Incident): Element[] {
  const { ticket, about, room } = incident;
  const isSameEpisode = about?.episode === ticket.episode;
  const since = sayTime(sinceOf(incident), room.timeZone);
  const what = isSameEpisode
    ? 'It had recovered and failed again'
    : `This was incident ${about?.episode ?? 1} of the ticket; incident ${ticket.episode} has opened since`;
  return [
    paragraph(`${what}. The newer card shows what is true now.`),
    facts([
      ['Latest', since],
      ['Ticket', ticket.number],
    ]),
  ];
}
