/** How a room or a ticket looks in a list of search results: two short lines of text. Pure. */
import {
  type Room,
  type RoomHealth,
  rulesFor,
  severityLabels,
  signalLabel,
  stateLabels,
} from '@rooms-pro/core';
import { severityGlyphs } from '../elements.ts';
import {
  type Incident,
  type IncidentCardView,
  placeOf,
  toIncident,
} from '../incident/incidentView.ts';
import { formatRoomHealth } from '../lists/roomHealth.ts';
import { plain } from '../plainText.ts';

/** Plain text for a client that may take it for HTML, or for markdown. */
export type Preview = { readonly title: string; readonly text: string };

/** `❗ Display 1 · 4.12 Amber` over `Important · Needs action · 1042-7 · Alster House · Floor 4`. */
export function previewOfIncident(view: IncidentCardView): Preview {
  const incident = toIncident(view);
  const { room, signal } = view;
  const label = signalLabel(rulesFor(view.rules, room), signal);
  if (incident === null)
    return previewOf(`${label} · ${room.name}`, placeOf({ ...room, name: '' }));
  const { glyph, words } = standingOf(incident);
  const said = incident.rule.resolvedBy === 'person' ? plain(incident.record.detail, 80) : '';
  return previewOf(
    `${glyph} ${label} · ${room.name}`,
    listed(words, incident.ticket.number, placeOf({ ...room, name: '' }), said),
  );
}

function standingOf({ face, ticket, isLastKnown }: Incident): { glyph: string; words: string } {
  const severity = severityLabels[ticket.severity];
  if (face === 'suppressed') return { glyph: '🔕', words: `Suppressed · ${severity}` };
  if (face === 'needsAction' || face === 'systemInvestigating') {
    const glyph = face === 'needsAction' ? severityGlyphs[ticket.severity] : '🔍';
    return {
      glyph,
      words: `${severity} · ${stateLabels[face]}${isLastKnown ? ' · last known' : ''}`,
    };
  }
  return { glyph: '✅', words: 'Resolved' };
}

/** `❗ 4.12 Amber` over `Unhealthy · 1 warning · Alster House · Floor 4`. */
export function previewOfRoom(room: Room, health: RoomHealth): Preview {
  const { glyph, words } = formatRoomHealth(room, health);
  return previewOf(`${glyph} ${room.name}`, listed(words, placeOf({ ...room, name: '' })));
}

function listed(...parts: string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}

/** A result as clients show it: one line over another, neither of them read as markup. */
export function previewOf(title: string, text: string): Preview {
  return { title: unmarked(plain(title, 100)), text: unmarked(plain(text, 200)) };
}

const wordJoiner = '\u2060';

/**
 * The text with nothing in it that HTML or markdown would read as theirs. Clients differ in which of
 * both they take it for, so nothing is escaped: what might be read is changed for what looks alike.
 */
function unmarked(text: string): string {
  return text
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .replace(/&(?=#?\w+;)/g, `&${wordJoiner}`)
    .replace(/\](?=[([])/g, `]${wordJoiner}`)
    .replace(/:\/\//g, `:${wordJoiner}//`)
    .replace(/([*_~`])(?=\S)/g, `$1${wordJoiner}`);
}
