/** Which incidents are selected. Rows are remembered, so that a selection outlives scrolling. */
import type { TicketNumber } from '@rooms-pro/core';
import type { IncidentRow } from '@rooms-pro/core/contracts';

/** Selected rows as they were last seen. */
export type Selection = ReadonlyMap<TicketNumber, IncidentRow>;

/** As many as one command may be aimed at. */
export const mostSelected = 200;

/** The selection with one row in or out; beyond the most nothing is added. */
export function toggleRow(selection: Selection, row: IncidentRow): Selection {
  const next = new Map(selection);
  if (!next.delete(row.ticket) && next.size < mostSelected) next.set(row.ticket, row);
  return next;
}

/** Every one of these rows selected, up to the most. */
export function selectAll(rows: readonly IncidentRow[]): Selection {
  return new Map(rows.slice(0, mostSelected).map((row) => [row.ticket, row]));
}

/**
 * The selection after the list changed: rows in sight as they are now, and without those that are
 * gone. `isWhole`: the rows are the whole list, so what is not among them is gone.
 */
export function keepTrue(
  selection: Selection,
  rows: readonly IncidentRow[],
  isWhole: boolean,
): Selection {
  const inSight = new Map(rows.map((row) => [row.ticket, row]));
  const kept = [...selection]
    .filter(([ticket]) => !isWhole || inSight.has(ticket))
    .map(([ticket, row]) => [ticket, inSight.get(ticket) ?? row] as const);
  const isSame =
    kept.length === selection.size && kept.every(([ticket, row]) => selection.get(ticket) === row);
  return isSame ? selection : new Map(kept);
}
