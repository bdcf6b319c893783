/** What somebody answered to an incident, as a card shows it. */
import { instantAfter, sayZonedTime } from '@rooms-pro/core';
import type { Element } from './adaptiveCard.ts';
import { container, heading, paragraph } from './elements.ts';
import type { Incident } from './incidentView.ts';
import { plain } from './plainText.ts';

/** The latest response under a title, with who and when; nothing where nobody responded. */
export function latestResponse({ ticket, room }: Incident, title: string): Element[] {
  if (ticket.response === null) return [];
  const { by, at, notes } = ticket.response;
  return [
    container(
      [
        heading(title, { size: 'default' }),
        paragraph(notes, { spacing: 'small', max: 300 }),
        paragraph(`${plain(by.name, 80)}, ${sayZonedTime(at, room.timeZone)}`, {
          size: 'small',
          isSubtle: true,
          spacing: 'small',
        }),
      ],
      { separator: true, spacing: 'medium' },
    ),
  ];
}

/**
 * Whether the latest response may be thanked for the end of the incident: it was proved to hold, or
 * the incident ended while its proof was watched, and it is about the present failure.
 */
export function hasFixed({ ticket, room, rule }: Incident): boolean {
  const { response, resolvedAt, activatedAt } = ticket;
  if (response === null || resolvedAt === null || rule.resolvedBy === 'person') return false;
  if (response.at < activatedAt) return false;
  const isTold = (kind: 'fix.verified' | 'fix.failed') =>
    room.notices.some(({ key }) => key === `${kind}|${ticket.number}|${response.at}`);
  if (isTold('fix.failed')) return false;
  return isTold('fix.verified') || resolvedAt <= instantAfter(response.at, rule.watchForMs);
}

/** That telemetry is watched after a response, and until when; nothing where it is not. */
export function watchNotes({ ticket, room }: Incident): Element[] {
  if (ticket.proof === null) return [];
  const until = sayZonedTime(ticket.proof.until, room.timeZone);
  return [paragraph(`⏱️ Watching until ${until} whether it holds.`, { spacing: 'small' })];
}
