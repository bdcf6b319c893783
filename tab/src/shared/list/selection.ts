/** The selected incidents. The rows are stored, so that the selection survives scrolling. */
import { isOutageRow, type OutageId, type TicketNumber } from '@rooms-pro/core';
import type { CommandTarget, ListRow } from '@rooms-pro/core/contracts';

/** The key of a row: its ticket or its outage. */
export type RowKey = TicketNumber | OutageId;

export function keyOf(row: ListRow): RowKey {
  return isOutageRow(row) ? row.id : row.ticket;
}

/** The target of a command on a row. */
export function toTarget(row: ListRow): CommandTarget {
  return isOutageRow(row) ? { outage: row.id } : { ticket: row.ticket };
}

/** The selected rows in the state in which they were last loaded. */
export type Selection = ReadonlyMap<RowKey, ListRow>;

/** The maximum number of targets of one command. */
export const mostSelected = 200;

/** The selection with one row added or removed. Above the maximum, no row is added. */
export function toggleRow(selection: Selection, row: ListRow): Selection {
  const next = new Map(selection);
  const key = keyOf(row);
  if (!next.delete(key) && next.size < mostSelected) next.set(key, row);
  return next;
}

/** The selection with all of these rows, up to the maximum. */
export function selectAll(rows: readonly ListRow[]): Selection {
  return new Map(rows.slice(0, mostSelected).map((row) => [keyOf(row), row]));
}

/**
 * The selection after the list changed: loaded rows in their new state, without rows that no longer
 * exist. `isWhole`: the rows are the whole list, so a row that is not among them no longer exists.
 */
export function updateSelection(
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
