/** A room or a ticket in a list of search results: two short lines of text. Pure. */
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

/** Plain text that is safe for a client that reads it as HTML or as markdown. */
export type Preview = { readonly title: string; readonly text: string };

/** `❗ Display 1 · 4.12 Amber` over `Important · Needs action · 1042-7 · Alster House · Floor 4`. */
export function previewOfIncident(view: IncidentCardView): Preview {
  const incident = toIncident(view);
  const { room, signal } = view;
  const label = signalLabel(rulesFor(view.rules, room), signal);
  if (incident === null)
    return previewOf(`${label} · ${room.name}`, placeOf({ ...room, name: '' }));
  const { glyph, words } = toStatus(incident);
  const reported = incident.rule.resolvedBy === 'person' ? plain(incident.record.detail, 80) : '';
  return previewOf(
    `${glyph} ${label} · ${room.name}`,
    listed(words, incident.ticket.number, placeOf({ ...room, name: '' }), reported),
  );
}

function toStatus({ face, ticket, isLastKnown }: Incident): { glyph: string; words: string } {
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

/** A search result as clients show it: two lines, and neither is read as markup. */
export function previewOf(title: string, text: string): Preview {
  return { title: unmarked(plain(title, 100)), text: unmarked(plain(text, 200)) };
}

const wordJoiner = '\u2060';

/**
 * The text without HTML or markdown syntax. Some clients read it as HTML and some as markdown, so
 * escaping would be visible in one of them. The function replaces such characters with similar
 * ones.
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
