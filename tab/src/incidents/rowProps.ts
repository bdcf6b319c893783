/** What every drawing of the list of incidents is given. */
import { isOutageRow } from '@rooms-pro/core';
import type { IncidentRow, ListRow } from '@rooms-pro/core/contracts';
import type { Selection } from '../shared/list/selection.ts';
import type { useWindowRows } from '../shared/list/useWindowRows.ts';

/** Rows by place; those not yet known are drawn as waiting. */
export type IncidentRowsProps = {
  readonly virtual: ReturnType<typeof useWindowRows>;
  readonly total: number;
  readonly rowAt: (index: number) => ListRow | undefined;
  readonly selection: Selection;
  readonly toggle: (row: ListRow) => void;
  readonly toggleAll: () => void;
};

/** What one row or card is given: only its own, so that it is drawn again only when that changed. */
export type IncidentProps = {
  readonly row: IncidentRow;
  readonly isSelected: boolean;
  /** The same function from one drawing to the next. */
  readonly toggle: (row: ListRow) => void;
};

/** How an incident is called in a sentence. */
export function nameIncident(row: Pick<IncidentRow, 'label' | 'room'>): string {
  return `${row.label} in ${row.room}`;
}

/** How a row of the list is called in a sentence. */
export function nameRow(row: ListRow): string {
  return isOutageRow(row) ? `Outage in ${row.place}` : nameIncident(row);
}

/** Whether the latest response to an incident did not hold, so that it needs action again. */
export function didNotHold({ response }: Pick<IncidentRow, 'response'>): boolean {
  return response?.failedAt !== undefined;
}

/** Whether a row asks for a response: it has none that holds, and it is not deliberately silenced. */
export function asksForResponse(row: IncidentRow): boolean {
  const isAttended = row.response !== null && !didNotHold(row);
  return row.actions.includes('respond') && !isAttended && row.suppression === null;
}
