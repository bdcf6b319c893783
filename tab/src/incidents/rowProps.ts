/** The properties that the table and the cards of incidents share. */
import { isOutageRow } from '@rooms-pro/core';
import type { IncidentRow, ListRow } from '@rooms-pro/core/contracts';
import type { Selection } from '../shared/list/selection.ts';
import type { VirtualProps } from '../shared/list/VirtualRows.tsx';

export type IncidentRowsProps = VirtualProps<ListRow> & {
  readonly selection: Selection;
  readonly toggle: (row: ListRow) => void;
  readonly toggleAll: () => void;
};

/**
 * The properties of one row or card. They contain only its own data, so it renders again only when that
 * changes.
 */
export type IncidentProps = {
  readonly row: IncidentRow;
  readonly isSelected: boolean;
  /** The function is the same in every render. */
  readonly toggle: (row: ListRow) => void;
};

/** The name of an incident in a sentence. */
export function nameIncident(row: Pick<IncidentRow, 'label' | 'room'>): string {
  return `${row.label} in ${row.room}`;
}

/** The name of a row of the list in a sentence. */
export function nameRow(row: ListRow): string {
  return isOutageRow(row) ? `Outage in ${row.place}` : nameIncident(row);
}

/** Whether the latest response to an incident failed, so that the incident needs action again. */
export function didNotHold({ response }: Pick<IncidentRow, 'response'>): boolean {
  return response?.failedAt !== undefined;
}

/** Whether a row needs a response: it has no successful response, and it is not suppressed. */
export function asksForResponse(row: IncidentRow): boolean {
  const isAttended = row.response !== null && !didNotHold(row);
  return row.actions.includes('respond') && !isAttended && row.suppression === null;
}
