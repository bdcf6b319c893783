/**
 * Cards that a person puts into a conversation of their choice. The bot cannot edit them there, and
 * other people read them. So they name the time of their state, contain no names and no text of
 * people or devices, and have only the button Open. Pure.
 */
import {
  formatDurationBetween,
  formatUntil,
  formatZonedTime,
  type Instant,
  isFrozen,
  type Room,
  type RoomHealth,
  severityLabels,
  stateLabels,
} from '@rooms-pro/core';
import type { IncidentRow } from '@rooms-pro/core/contracts';
import type { AdaptiveCard, Container, Element, TextBlock } from '../adaptiveCard.ts';
import { band, card, container, facts, heading, paragraph, severityGlyphs } from '../elements.ts';
import { bandOf, outageTitle } from '../incident/incidentCard.ts';
import {
  type Incident,
  type IncidentCardView,
  placeOf,
  sinceOf,
  ticketLine,
  toIncident,
} from '../incident/incidentView.ts';
import { frozenNotes, outageNotes, whatToDo } from '../incident/openBody.ts';
import { summaryOf } from '../incident/summary.ts';
import { formatRoomHealth } from '../lists/roomHealth.ts';
import { count, noticeCard } from '../notices/plainCards.ts';
import { plain } from '../plainText.ts';

/** One incident as it is now, open or resolved. */
export function sharedIncidentCard(view: IncidentCardView): AdaptiveCard {
  const incident = toIncident(view);
  const fallbackText = summaryOf(view);
  if (incident === null) return noticeCard(fallbackText);
  const body = incident.face === 'resolved' ? resolvedBody(incident) : openBody(incident);
  return card([bandOf(incident), outageTitle(incident), asOf(view.now, view.room), ...body], {
    actions: [{ type: 'Action.OpenUrl', title: 'Open', url: view.openUrl }],
    fallbackText: `${fallbackText} ${formatAsOf(view.now, view.room)}`,
  });
}

function openBody(incident: Incident): Element[] {
  const { rule, room } = incident;
  return [
    ...suppressionNotes(incident),
    ...frozenNotes(incident),
    ...outageNotes(incident),
    paragraph(rule.impact),
    whatToDo(incident),
    facts([
      ['Since', formatZonedTime(sinceOf(incident), room.timeZone)],
      ['Ticket', ticketLine(incident)],
    ]),
  ];
}

function suppressionNotes({ suppression, room }: Incident): TextBlock[] {
  if (suppression === null) return [];
  const what = suppression.scope === 'room' ? 'The whole room is suppressed' : 'Suppressed';
  return [
    paragraph(`${what} ${formatUntil(suppression.until, { named: room.timeZone })}.`, {
      weight: 'bolder',
    }),
  ];
}

function resolvedBody(incident: Incident): Element[] {
  const { ticket, room } = incident;
  const end = ticket.resolvedAt;
  const lasted = end === null ? '' : ` after ${formatDurationBetween(ticket.activatedAt, end)}`;
  return [
    paragraph(`Resolved${lasted}.`, { weight: 'bolder' }),
    facts([
      ['Began', formatZonedTime(ticket.activatedAt, room.timeZone)],
      ['Resolved', end === null ? null : formatZonedTime(end, room.timeZone)],
      ['Ticket', ticketLine(incident)],
    ]),
  ];
}

export type SharedRoomView = {
  readonly room: Room;
  readonly health: RoomHealth;
  /** Its open incidents, the most urgent first. */
  readonly incidents: readonly IncidentRow[];
  readonly now: Instant;
  /** Deep link to the room in the tab. */
  readonly openUrl: string;
};

/** The most incidents on the card. The tab shows all of them. */
const incidentsShown = 5;

/** One room as it is now: its health and its open incidents. */
export function sharedRoomCard(view: SharedRoomView): AdaptiveCard {
  const { room, health, now, openUrl } = view;
  const { glyph, words, style } = formatRoomHealth(room, health);
  const seats = room.capacity > 0 ? count(room.capacity, 'seat') : '';
  const place = [placeOf({ ...room, name: '' }), seats].filter((part) => part !== '').join(' · ');
  return card(
    [
      band(glyph, words, style),
      container([
        heading(room.name, { size: 'large' }),
        ...(place === '' ? [] : [paragraph(place, { spacing: 'none', max: 160 })]),
      ]),
      asOf(now, room),
      paragraph(healthReason(view)),
      ...openIncidents(view),
    ],
    {
      actions: [{ type: 'Action.OpenUrl', title: 'Open', url: openUrl }],
      fallbackText: `${plain(room.name, 80)}: ${words}. ${formatAsOf(now, room)}`,
    },
  );
}

/**
 * The reason for the room's health. The reason text of the health itself is only for people who may
 * see the room.
 */
function healthReason({ room, health }: SharedRoomView): string {
  if (room.enrolment === 'retired') return 'It is no longer watched.';
  switch (health.health) {
    case 'suppressed':
      return 'It is suppressed on purpose, so its incidents do not count.';
    case 'onboarding':
      return 'It is being set up and is not yet regularly supported.';
    case 'disconnected':
      return disconnectedReason(room);
    case 'unhealthy':
      return `${count(health.important, 'incident')} ${health.important === 1 ? 'is' : 'are'} likely to cause problems in meetings.`;
    case 'healthy':
      return 'No open incident stops meetings.';
  }
}

function disconnectedReason({ connection, timeZone }: Room): string {
  if (connection.status !== 'disconnected' || connection.reason === 'neverConnected') {
    return 'Its device has never sent telemetry, so its health is not known.';
  }
  const since = formatZonedTime(connection.since, timeZone);
  return connection.reason === 'rejectedTelemetry'
    ? `All telemetry since ${since} was rejected, so its health is not known.`
    : `No telemetry since ${since}, so its health is not known.`;
}

function openIncidents({ room, incidents }: SharedRoomView): Element[] {
  if (incidents.length === 0 || room.enrolment === 'retired') return [];
  const shown = incidents.slice(0, incidentsShown).map((row) => incidentLine(row, room));
  const more = incidents.length - shown.length;
  return [...shown, ...(more > 0 ? [paragraph(`… and ${more} more.`, { isSubtle: true })] : [])];
}

function incidentLine(row: IncidentRow, room: Room): Container {
  const isLastKnown = isFrozen(room, row.signal) ? ' · last known' : '';
  const state = row.suppression
    ? '🔕 Suppressed'
    : `${severityGlyphs[row.severity]} ${severityLabels[row.severity]} · ${stateLabels[row.state]}`;
  return container(
    [
      paragraph(row.label, { weight: 'bolder', max: 80 }),
      paragraph(`${state}${isLastKnown} · ${row.ticket}`, { spacing: 'none', max: 120 }),
      paragraph(row.impact, { spacing: 'none', isSubtle: true, size: 'small', max: 200 }),
    ],
    { separator: true, spacing: 'medium' },
  );
}

/** Stands above everything that can change, because a person can read the card a day later. */
export function asOf(now: Instant, room: Pick<Room, 'timeZone'>): TextBlock {
  return paragraph(`${formatAsOf(now, room)} Open for the latest.`, {
    isSubtle: true,
    size: 'small',
    spacing: 'small',
  });
}

/** The time for which a shared card is correct. */
export function formatAsOf(now: Instant, { timeZone }: Pick<Room, 'timeZone'>): string {
  return `As of ${formatZonedTime(now, timeZone)}.`;
}
