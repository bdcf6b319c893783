/** Cards for `status`, `incidents` and `rooms`: short lists; the tab shows the rest. */
import {
  healthLabels,
  isOutageRow,
  type OutageId,
  severityLabels,
  stateLabels,
} from '@rooms-pro/core';
import type { IncidentRow, ListRow, RoomRow, Summary } from '@rooms-pro/core/contracts';
import type { Action, AdaptiveCard, Container, Element } from '../adaptiveCard.ts';
import {
  bullets,
  card,
  container,
  facts,
  figures,
  formatButton,
  heading,
  listRow,
  paragraph,
  severityGlyphs,
} from '../elements.ts';
import { placeOf } from '../incident/incidentView.ts';
import { count, figure, noticeCard } from '../notices/plainCards.ts';
import { plain } from '../plainText.ts';
import { outageListRow } from '../shared/sharedOutageCard.ts';
import { healthGlyphs } from './roomHealth.ts';

/** The most rows of a list card, because a chat is not a table. */
export const rowsPerCard = 6;

export type ListView<Row> = {
  readonly rows: readonly Row[];
  readonly total: number;
  /** The whole list in the tab. */
  readonly tabUrl: string;
  /** The filter of the request, which the card repeats: `important in Alster House`. */
  readonly filter?: string;
};

function openButton(tabUrl: string, title = 'Open'): Action {
  return { type: 'Action.OpenUrl', title, url: tabUrl };
}

/** A current outage: its place, and how many of its rooms are disconnected. */
export type OutageRow = { readonly place: string; readonly rooms: number };

/** An overview of the rooms. */
export function statusCard(
  summary: Summary,
  tabUrl: string,
  outages: readonly OutageRow[] = [],
): AdaptiveCard {
  const { rooms } = summary;
  const standing =
    summary.needsAction === 0
      ? 'Nothing needs action'
      : `${count(summary.needsAction, 'incident')} ${summary.needsAction === 1 ? 'needs' : 'need'} action`;
  const issues = summary.topIssues
    .slice(0, 5)
    .map(
      ({ label, severity, rooms: affected }) =>
        `${label}: ${count(affected, 'room')} (${severityLabels[severity].toLowerCase()})`,
    );
  return card(
    [
      heading(standing, { size: 'large' }),
      ...outageNotes(outages),
      figures([
        [summary.needsAction, stateLabels.needsAction],
        [summary.systemInvestigating, stateLabels.systemInvestigating],
        [summary.warnings, 'Warnings'],
      ]),
      heading('Rooms', { size: 'default' }),
      facts(
        [
          [healthLabels.healthy, figure(rooms.healthy)],
          [healthLabels.unhealthy, figure(rooms.unhealthy)],
          [healthLabels.disconnected, figure(rooms.disconnected)],
          [healthLabels.suppressed, figure(rooms.suppressed)],
          [healthLabels.onboarding, figure(rooms.onboarding)],
        ],
        'small',
      ),
      ...(issues.length === 0
        ? []
        : [heading('Top issues', { size: 'default' }), ...bullets(issues)]),
    ],
    {
      actions: [
        formatButton('Incidents', 'incidents'),
        formatButton('Rooms', 'rooms'),
        openButton(tabUrl),
      ],
      fallbackText: standing,
    },
  );
}

function outageNotes(outages: readonly OutageRow[]): Element[] {
  if (outages.length === 0) return [];
  const shown = outages
    .slice(0, rowsPerCard)
    .map(
      ({ place, rooms }) =>
        `${plain(place, 120) || 'One place'}: ${count(rooms, 'room')} disconnected`,
    );
  const more = outages.length - shown.length;
  return [
    container(
      [
        heading(`🔌 ${count(outages.length, 'outage')} now`, { size: 'default' }),
        ...bullets(more > 0 ? [...shown, `and ${figure(more)} more`] : shown),
      ],
      { style: 'attention', spacing: 'medium' },
    ),
  ];
}

/** Open incidents, the most urgent first. */
export function incidentsCard(
  view: ListView<ListRow> & {
    /** The page of an outage in the tab; absent: a click on an outage does nothing. */
    readonly outageUrl?: (id: OutageId) => string;
  },
): AdaptiveCard {
  const { total, filter } = view;
  const asked = filter ? ` (${plain(filter, 80)})` : '';
  if (total === 0) return noticeCard(`No open incidents${asked}.`);
  return listCard(view, `${count(total, 'open incident')}${asked}`, (row) =>
    isOutageRow(row) ? outageListRow(row, view.outageUrl?.(row.id) ?? null) : incidentRow(row),
  );
}

function incidentRow(row: IncidentRow): Container {
  const mark = row.suppression
    ? '🔕 Suppressed'
    : `${severityGlyphs[row.severity]} ${severityLabels[row.severity]} · ${stateLabels[row.state]}`;
  const assignee = row.assignee ? ` · assigned to ${plain(row.assignee.name, 60)}` : '';
  return listRow(
    [
      `${row.label} in ${plain(row.room, 80)}`,
      `${mark}${assignee}`,
      `${row.ticket} · ${placeOf({ ...row, name: '' })}`,
    ],
    formatButton(`Show ticket ${row.ticket}`, `ticket ${row.ticket}`),
  );
}

/** Rooms and their health. */
export function roomsCard(view: ListView<RoomRow>): AdaptiveCard {
  const { total, filter } = view;
  const asked = filter ? ` (${plain(filter, 80)})` : '';
  if (total === 0)
    return noticeCard(`No rooms found${asked}.`, 'Try a part of the name, or just “rooms”.');
  return listCard(view, `${count(total, 'room')}${asked}`, roomRow);
}

function roomRow(row: RoomRow): Container {
  const warnings = row.warnings === 0 ? '' : ` · ${count(row.warnings, 'warning')}`;
  const place = placeOf({ ...row, name: '' });
  const isRetired = row.enrolment === 'retired';
  const health = isRetired ? 'Retired' : `${healthGlyphs[row.health]} ${healthLabels[row.health]}`;
  return container(
    [
      paragraph(row.name, { weight: 'bolder', max: 80 }),
      paragraph(`${health}${isRetired ? '' : warnings}`, { spacing: 'none' }),
      ...(row.health === 'healthy' && !isRetired
        ? []
        : [paragraph(row.because, { spacing: 'none', size: 'small', max: 160 })]),
      paragraph(place, { spacing: 'none', isSubtle: true, size: 'small', max: 120 }),
    ],
    {
      separator: true,
      spacing: 'medium',
      selectAction: formatButton(`Show room ${plain(row.name, 80)}`, `room ${row.name}`),
    },
  );
}

function listCard<Row>(
  { rows, total, tabUrl }: ListView<Row>,
  title: string,
  toRow: (row: Row) => Container,
): AdaptiveCard {
  const shown = rows.slice(0, rowsPerCard);
  const more = total - shown.length;
  return card(
    [
      heading(title, { size: 'large' }),
      ...shown.map(toRow),
      ...(more > 0 ? [paragraph(`… and ${figure(more)} more.`, { isSubtle: true })] : []),
    ],
    { actions: [openButton(tabUrl, more > 0 ? 'Show all' : 'Open')], fallbackText: title },
  );
}
