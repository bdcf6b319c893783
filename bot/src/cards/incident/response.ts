/** A person's response to an incident, as a card shows it. */
import { formatZonedTime, type Response } from '@rooms-pro/core';
import type { Element } from '../adaptiveCard.ts';
import { container, heading, paragraph } from '../elements.ts';
import { plain } from '../plainText.ts';
import type { Incident } from './incidentView.ts';

/** A note that the latest response did not help, if the incident still needs action. */
export function failedNotes({ ticket, room, face }: Incident): Element[] {
  const failedAt = ticket.response?.failedAt;
  if (failedAt === undefined || face === 'suppressed') return [];
  const who = plain(ticket.response?.by.name ?? '', 80);
  const when = formatZonedTime(failedAt, room.timeZone);
  return [
    paragraph(`❗ The response of ${who} did not hold (${when}): action is needed again.`, {
      weight: 'bolder',
    }),
  ];
}

/** The latest response under a title, with person and time; empty without a response. */
export function latestResponse({ ticket, room }: Incident, title: string): Element[] {
  return ticket.response === null ? [] : responseNotes(ticket.response, room.timeZone, title);
}

/** A response under a title, with person and time. */
export function responseNotes(
  { by, at, notes, failedAt }: Response,
  timeZone: string,
  title: string,
): Element[] {
  const isFailed = failedAt !== undefined;
  return [
    container(
      [
        heading(isFailed ? `${title} · did not hold` : title, { size: 'default' }),
        paragraph(notes, { spacing: 'small', max: 300 }),
        paragraph(`${plain(by.name, 80)}, ${formatZonedTime(at, timeZone)}`, {
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
 * A note that telemetry is watched after a response, and until when; empty if it is not watched.
 */
export function watchNotes({ ticket, room }: Incident): Element[] {
  if (ticket.proof === null) return [];
  const until = formatZonedTime(ticket.proof.until, room.timeZone);
  return [paragraph(`⏱️ Watching until ${until} whether it holds.`, { spacing: 'small' })];
}
