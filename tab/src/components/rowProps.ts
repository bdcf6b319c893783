/** What every drawing of the list of incidents is given. */
import type { IncidentRow } from '@rooms-pro/core/contracts';
import type { Selection } from '../list/selection.ts';
import type { useWindowRows } from '../list/useWindowRows.ts';

/** Rows by place; those not yet known are drawn as waiting. */
export type IncidentRowsProps = {
  readonly virtual: ReturnType<typeof useWindowRows>;
  readonly total: number;
  readonly rowAt: (index: number) => IncidentRow | undefined;
  readonly selection: Selection;
  readonly toggle: (row: IncidentRow) => void;
  readonly toggleAll: () => void;
};

/** How an incident is called in a sentence. */
export function nameIncident(row: Pick<IncidentRow, 'label' | 'room'>): string {
  return `${row.label} in ${row.room}`;
}
