/** One outage as one card: its place, the number of rooms, the rooms, and what to check. Pure. */
import {
  formatDurationBetween,
  formatLocation,
  formatZonedTime,
  type Instant,
  type OutageLocation,
  outageAdvice,
  type Room,
} from '@rooms-pro/core';
import type { Action, AdaptiveCard, Element } from '../adaptiveCard.ts';
import { band, bullets, card, container, facts, figures, heading, paragraph } from '../elements.ts';
import { count, figure } from '../notices/plainCards.ts';
import { plain } from '../plainText.ts';
import { formatOutageAssigned, type OutageOnCard, outageButtons } from './outageWork.ts';
import { responseNotes } from './response.ts';

export type OutageCardView = {
  readonly place: OutageLocation;
  readonly timeZone: string;
  /** The time at which the first of its rooms disconnected. */
  readonly since: Instant;
  /** The most rooms that were disconnected at the same time. */
  readonly most: number;
  /** The time at which the last room came back; `null`: some rooms are disconnected. */
  readonly endedAt: Instant | null;
  /** The rooms that are disconnected now, in the order in which people search for them. */
  readonly silent: readonly Pick<Room, 'name'>[];
  /** Rooms that were still disconnected at its end, and are so now. Each has its own incident. */
  readonly remaining: readonly Pick<Room, 'name' | 'building' | 'floor' | 'connection'>[];
  /** The list of rooms in the tab. */
  readonly roomsUrl: string;
  /** The work of people on the outage; absent if its document is unknown. */
  readonly on?: OutageOnCard | undefined;
};

/** The most names on the card. The tab shows all of them. */
const namesShown = 10;

/** The card for the present state. */
export function outageCard(view: OutageCardView): AdaptiveCard {
  const { endedAt, roomsUrl, on, most } = view;
  const fallbackText = formatOutageSummary(view);
  const open: Action = { type: 'Action.OpenUrl', title: 'Open', url: on?.openUrl ?? roomsUrl };
  const title = heading(placeOf(view.place), { size: 'large' });
  if (endedAt !== null) {
    if (view.remaining.length === 0) {
      return card([band('✅', 'Outage over', 'good'), title, ...endedBody(view, endedAt)], {
        fallbackText,
      });
    }
    const state = band('⚠️', 'Outage over · rooms still disconnected', 'warning');
    return card([state, title, ...remainingBody(view, endedAt)], {
      actions: [open],
      fallbackText,
    });
  }
  return card([band('❗', 'Important · Outage', 'attention'), title, ...disconnectedBody(view)], {
    actions: on ? outageButtons(on, most) : [open],
    fallbackText,
  });
}

/** The first sentence of a notification. */
export function formatOutageSummary(view: OutageCardView): string {
  const { place, silent, remaining, most, endedAt } = view;
  const where = plain(placeOf(place), 120);
  if (endedAt !== null && remaining.length > 0) {
    return `Outage over in ${where}: ${count(remaining.length, 'room')} still disconnected.`;
  }
  return endedAt === null
    ? `Important: outage in ${where}, ${count(silent.length, 'room')} disconnected.`
    : `Outage over in ${where}: ${most === 1 ? 'the room is' : `all ${figure(most)} rooms are`} back.`;
}

function endedBody({ since, most, timeZone }: OutageCardView, endedAt: Instant): Element[] {
  const lasted = formatDurationBetween(since, endedAt);
  return [
    paragraph(`All rooms are back after ${lasted}.`, { weight: 'bolder' }),
    facts([
      ['Disconnected since', formatZonedTime(since, timeZone)],
      ['Back at', formatZonedTime(endedAt, timeZone)],
      ['Rooms at most', figure(most)],
    ]),
  ];
}

/** The rooms that stayed disconnected: one list instead of one card each. */
function remainingBody(view: OutageCardView, endedAt: Instant): Element[] {
  const { since, most, timeZone, remaining } = view;
  const more = remaining.length - namesShown;
  const lines = remaining.slice(0, namesShown).map((room) => {
    const { name, connection } = room;
    const silentSince = connection.status === 'disconnected' ? connection.since : since;
    const place = formatLocation(room);
    const where = place === '' ? '' : ` (${plain(place, 80)})`;
    return `${plain(name, 80)}${where}: disconnected since ${formatZonedTime(silentSince, timeZone)}`;
  });
  const told =
    remaining.length === 1
      ? 'The other rooms are back. This room is still disconnected. Check its power, its network cable and the device itself.'
      : 'The other rooms are back. These rooms are still disconnected. Check in each room the power, the network cable and the device itself.';
  return [
    paragraph(told, { weight: 'bolder' }),
    ...bullets(lines),
    ...(more > 0
      ? [paragraph(`… and ${figure(more)} more.`, { isSubtle: true, spacing: 'small' })]
      : []),
    facts([
      ['Disconnected since', formatZonedTime(since, timeZone)],
      ['Over at', formatZonedTime(endedAt, timeZone)],
      ['Rooms at most', figure(most)],
    ]),
  ];
}

function disconnectedBody({ place, since, most, timeZone, silent, on }: OutageCardView): Element[] {
  const more = silent.length - namesShown;
  return [
    paragraph(
      'These rooms disconnected together. Until they are back, it is not known whether meetings work in them.',
    ),
    figures([
      [silent.length, 'Disconnected now'],
      [most, 'At most'],
      [most - silent.length, 'Back'],
    ]),
    container(
      [
        heading('What to do', { size: 'default' }),
        paragraph(outageAdvice[place.scope], { spacing: 'small' }),
      ],
      { style: 'emphasis', spacing: 'medium' },
    ),
    facts([
      ['Disconnected since', formatZonedTime(since, timeZone)],
      ['Assigned', on ? formatOutageAssigned(on.work, timeZone) : null],
    ]),
    ...(on?.work.response ? responseNotes(on.work.response, timeZone, 'Latest response') : []),
    heading('Disconnected rooms', { size: 'default' }),
    ...bullets(silent.slice(0, namesShown).map(({ name }) => plain(name, 80))),
    ...(more > 0
      ? [paragraph(`… and ${figure(more)} more.`, { isSubtle: true, spacing: 'small' })]
      : []),
  ];
}

function placeOf(place: OutageLocation): string {
  return place.scope === 'subnet' ? `Subnet ${place.subnet}` : formatLocation(place);
}
