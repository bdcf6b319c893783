/** The middle of a card with an open incident: impact, what to do, attempts, assignee. */
import {
  countStateChanges,
  formatCorrelatedRooms,
  formatDuration,
  formatUntil,
  formatZonedTime,
  instantAfter,
  recommendedActionFor,
  remediationLabels,
} from '@rooms-pro/core';
import type { Container, Element, TextBlock } from '../adaptiveCard.ts';
import { bullets, container, facts, heading, paragraph } from '../elements.ts';
import { plain } from '../plainText.ts';
import { type Incident, outageOf, sinceOf, ticketLine } from './incidentView.ts';
import { failedNotes, latestResponse, watchNotes } from './response.ts';
import { formatTried } from './tried.ts';

/** Everything between the title and the buttons. */
export function openBody(incident: Incident): Element[] {
  const isInvestigating = incident.face === 'systemInvestigating';
  return [
    ...failedNotes(incident),
    ...suppressionNotes(incident),
    ...frozenNotes(incident),
    ...escalationNotes(incident),
    ...flappingNotes(incident),
    ...outageNotes(incident),
    ...reportNotes(incident),
    paragraph(incident.rule.impact),
    ...neighbourNotes(incident),
    ...(isInvestigating ? investigation(incident) : []),
    whatToDo(incident),
    openFacts(incident),
    ...(isInvestigating ? background(incident) : []),
    ...latestResponse(incident, 'Latest response'),
    ...watchNotes(incident),
  ];
}

function suppressionNotes({ suppression, room }: Incident): TextBlock[] {
  if (suppression === null) return [];
  const { by, until, reason, scope } = suppression;
  const what = scope === 'room' ? 'The whole room is suppressed' : 'Suppressed';
  const end = formatUntil(until, { named: room.timeZone });
  return [
    paragraph(`${what} by ${plain(by.name, 80)} ${end}.`, { weight: 'bolder' }),
    ...(reason.trim() === ''
      ? []
      : [paragraph(`Reason: ${plain(reason, 200)}`, { spacing: 'none' })]),
  ];
}

/** A note that the state is the last known one, if the room is disconnected. */
export function frozenNotes({ room, isLastKnown }: Incident): TextBlock[] {
  if (!isLastKnown || room.connection.status !== 'disconnected') return [];
  const since = formatZonedTime(room.connection.since, room.timeZone);
  return [
    paragraph(`🔌 Last known: no telemetry since ${since}. It may have changed.`, {
      weight: 'bolder',
    }),
  ];
}

function escalationNotes({ ticket, rule }: Incident): TextBlock[] {
  if (ticket.severity !== 'important' || rule.severity !== 'warning') return [];
  const { escalatesAfterMs } = rule;
  const waited = escalatesAfterMs === null ? '' : ` for ${formatDuration(escalatesAfterMs)}`;
  return [
    paragraph(`It was a warning and became important: no person acted on it${waited}.`, {
      weight: 'bolder',
    }),
  ];
}

/**
 * One card counts all changes. The count comes from the stored history, so equal rooms give equal
 * cards.
 */
function flappingNotes({ ticket, record, rules, room }: Incident): TextBlock[] {
  if (ticket.flappingSince === null) return [];
  const { withinMs, quietForMs } = rules.flapping;
  const from = formatZonedTime(instantAfter(ticket.flappingSince, -withinMs), room.timeZone);
  const times = countStateChanges(record, rules, ticket.flappingSince);
  const now = record.state === 'healthy' ? ' Right now it is healthy.' : '';
  return [
    paragraph(`Flapping: changed ${times} times since ${from}.${now}`, { weight: 'bolder' }),
    paragraph(
      `It stays open until it has been quiet for ${formatDuration(quietForMs)}; until then nothing is tried on the device.`,
      { spacing: 'none' },
    ),
  ];
}

/** A note that other rooms are disconnected too, if the room is part of an outage. */
export function outageNotes(incident: Incident): TextBlock[] {
  return outageOf(incident) === null
    ? []
    : [
        paragraph('🔌 Part of an outage: other rooms nearby are disconnected too.', {
          weight: 'bolder',
        }),
      ];
}

/** A report of a person is the subject of the card, so it is at the top. */
function reportNotes({ rule, record }: Incident): TextBlock[] {
  return rule.resolvedBy === 'person' && record.detail !== ''
    ? [paragraph(`“${plain(record.detail, 400)}”`, { size: 'medium' })]
    : [];
}

function neighbourNotes({ ticket, room }: Incident): TextBlock[] {
  const { neighbours } = ticket;
  if (neighbours === null || neighbours === 0) return [];
  return [
    paragraph(`🏢 ${plain(formatCorrelatedRooms(neighbours, room), 300)}`, { spacing: 'small' }),
  ];
}

function investigation({ rule, ticket, room }: Incident): TextBlock[] {
  const end = ticket.investigatesUntil;
  const until = end === null ? '' : ` until ${formatZonedTime(end, room.timeZone)}`;
  return [
    paragraph(
      `${rule.description} The platform watches further readings${until}${formatPlanned(rule)}. If it recovers, there is nothing to do. If not, this card changes to “Needs action”.`,
    ),
  ];
}

/** The remediations that the platform may try in the meantime, in order. */
function formatPlanned({ remediations }: Incident['rule']): string {
  const names = remediations.map((remediation) => remediationLabels[remediation].toLowerCase());
  return names.length === 0 ? '' : ` and may try this on the device: ${names.join(', then ')}`;
}

/** With fewer tries, the figure has no meaning. */
const fewestTries = 3;

function workedNotes({ worked }: Incident): TextBlock[] {
  const tries = worked ? worked.held + worked.failed : 0;
  return worked && tries >= fewestTries
    ? [
        paragraph(`This worked ${worked.held} of ${tries} times.`, {
          spacing: 'small',
          isSubtle: true,
        }),
      ]
    : [];
}

/** The next step, and how often it helped if that is known. */
export function whatToDo(incident: Incident): Container {
  const { rule, record, face } = incident;
  const title = face === 'systemInvestigating' ? 'If you want to act early' : 'What to do';
  return container(
    [
      heading(title, { size: 'default' }),
      paragraph(recommendedActionFor(rule, record.detail), { spacing: 'small' }),
      ...workedNotes(incident),
    ],
    { style: 'emphasis', spacing: 'medium' },
  );
}

function openFacts(incident: Incident): Element {
  const { record, room, rule } = incident;
  return facts([
    ['Reported', rule.resolvedBy === 'person' ? null : plain(record.detail, 160)],
    ['Since', formatZonedTime(sinceOf(incident), room.timeZone)],
    ['Tried', formatTried(incident)],
    ['Assigned', sayAssigned(incident)],
    ['Ticket', ticketLine(incident)],
  ]);
}

/** The assignee, and since when. */
function sayAssigned({ ticket: { assignee, assignedAt }, room }: Incident): string {
  if (assignee === null) return 'Not assigned';
  const name = plain(assignee.name, 80);
  return assignedAt === null
    ? name
    : `${name}, since ${formatZonedTime(assignedAt, room.timeZone)}`;
}

function background({ rule }: Incident): Element[] {
  return [
    heading('Typical causes', { size: 'default' }),
    ...bullets(rule.causes.slice(0, 5)),
    heading('What usually helps', { size: 'default' }),
    ...bullets(rule.resolutions.slice(0, 5)),
  ];
}
