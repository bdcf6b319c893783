/** An outage in the lists of a chat: a row, a search result, and the card that a person shares. Pure. */
import { formatZonedTime, type Instant } from '@rooms-pro/core';
import type { OutageRow } from '@rooms-pro/core/contracts';
import type { AdaptiveCard, Container } from '../adaptiveCard.ts';
import { band, card, container, facts, heading, listRow, paragraph } from '../elements.ts';
import { count } from '../notices/plainCards.ts';
import { plain } from '../plainText.ts';
import { type Preview, previewOf } from './preview.ts';
import { asOf, formatAsOf } from './sharedCards.ts';

const placeOf = ({ place }: OutageRow) => plain(place, 120) || 'One place';
const formatDisconnected = ({ rooms }: OutageRow) => `${count(rooms, 'room')} disconnected`;

/** One outage in a list of incidents. A click opens its page in the tab. */
export function outageListRow(row: OutageRow, openUrl: string | null): Container {
  const assignee = row.assignee ? ` · assigned to ${plain(row.assignee.name, 60)}` : '';
  const mark = row.isSuppressed ? '🔕 Suppressed' : '❗ Important · Needs action';
  return listRow(
    [`Outage in ${placeOf(row)}`, `${mark}${assignee}`, `🔌 ${formatDisconnected(row)}`],
    openUrl === null
      ? undefined
      : { type: 'Action.OpenUrl', title: 'Open the outage', url: openUrl },
  );
}

/** `🔌 Outage · Alster House` over `Important · Needs action · 12 rooms disconnected`. */
export function previewOfOutage(row: OutageRow): Preview {
  return previewOf(
    `🔌 Outage · ${placeOf(row)}`,
    `Important · Needs action · ${formatDisconnected(row)}`,
  );
}

/**
 * One outage as it is now. Other people read the card, so it names no person and quotes no
 * response.
 */
export function sharedOutageCard(
  row: OutageRow,
  at: { readonly now: Instant; readonly timeZone: string; readonly openUrl: string },
): AdaptiveCard {
  return card(
    [
      band('❗', 'Important · Outage', 'attention'),
      heading(placeOf(row), { size: 'large' }),
      asOf(at.now, at),
      paragraph(row.impact),
      container(
        [
          heading('What to do', { size: 'default' }),
          paragraph(row.recommendedAction, { spacing: 'small' }),
        ],
        { style: 'emphasis', spacing: 'medium' },
      ),
      facts([
        ['Since', formatZonedTime(row.since, at.timeZone)],
        ['Rooms', formatDisconnected(row)],
      ]),
    ],
    {
      actions: [{ type: 'Action.OpenUrl', title: 'Open', url: at.openUrl }],
      fallbackText: `Outage in ${placeOf(row)}: ${formatDisconnected(row)}. ${formatAsOf(at.now, at)}`,
    },
  );
}
