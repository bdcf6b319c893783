/** Which incidents are selected. Rows are remembered, so that a selection outlives scrolling. */
import { isOutageRow, type OutageId, type TicketNumber } from '@rooms-pro/core';
import type { CommandTarget, ListRow } from '@rooms-pro/core/contracts';

/** Names a row: its ticket, or its outage. */
export type RowKey = TicketNumber | OutageId;

export function keyOf(row: ListRow): RowKey {
  return isOutageRow(row) ? row.id : row.ticket;
}

/** What a command on a row is aimed at. */
export function targetOf(row: ListRow): CommandTarget {
  return isOutageRow(row) ? { outage: row.id } : { ticket: row.ticket };
}

/** Selected rows as they were last seen. */
export type Selection = ReadonlyMap<RowKey, ListRow>;

/** As many as one command may be aimed at. */
export const mostSelected = 200;

/** The selection with one row in or out; beyond the most nothing is added. */
export function toggleRow(selection: Selection, row: ListRow): Selection {
  const next = new Map(selection);
  const key = keyOf(row);
  if (!next.delete(key) && next.size < mostSelected) next.set(key, row);
  return next;
}

/** Every one of these rows selected, up to the most. */
export function selectAll(rows: readonly ListRow[]): Selection {
  return new Map(rows.slice(0, mostSelected).map((row) => [keyOf(row), row]));
}

/**
 * The selection after the list changed: rows in sight as they are now, and without those that are
 * gone. `isCompleteImage`: the rows are the whole list, so what is not among them is gone.
 */
export function keepTrue(
  selection: Selection,
  rows: readonly ListRow[],
  isWhole: boolean,
): Selection {
  const inSight = new Map(rows.map((row) => [keyOf(row), row]));
  const kept = [...selection]
    .filter(([key]) => !isWhole || inSight.has(key))
    .map(([key, row]) => [key, inSight.get(key) ?? row] as const);
  const isSame =
    kept.length === selection.size && kept.every(([key, row]) => selection.get(key) === row);
  return isSame ? selection : new Map(kept);
}
