/** The open incidents that match the filters, in pages, with actions for many incidents at once. */
import type { IncidentsAnswer, ListRow } from '@rooms-pro/core/contracts';
import { useCallback, useEffect, useRef, useState } from 'react';
import { api } from '../api/client.ts';
import { useNarrow } from '../host/useTheme.ts';
import { type IncidentFilters, isFiltered } from '../shared/list/filters.ts';
import styles from '../shared/list/List.module.css';
import { pageSize } from '../shared/list/pages.ts';
import {
  mostSelected,
  type Selection,
  selectAll,
  toggleRow,
  updateSelection,
} from '../shared/list/selection.ts';
import { usePagedRows } from '../shared/list/usePagedRows.ts';
import { useWindowRows } from '../shared/list/useWindowRows.ts';
import { Empty, Failure, Loading, NothingMatches } from '../shared/states/EmptyStates.tsx';
import { IncidentCards } from './IncidentCards.tsx';
import { IncidentTable } from './IncidentTable.tsx';
import { SelectionBar } from './SelectionBar.tsx';

const rowPx = 76;
const cardPx = 212;
const none: Selection = new Map();

type Props = {
  readonly filters: IncidentFilters;
  readonly clear: () => void;
  readonly healthyRooms: number | null;
};

function formatHealthyRooms(rooms: number | null): string {
  if (rooms === null) return '';
  return rooms === 1 ? '1 room is healthy.' : `${rooms} rooms are healthy.`;
}

/** The selected rows. A change of filters clears the selection; a change of the list updates it. */
function useSelection(filters: IncidentFilters, rows: readonly ListRow[], isWhole: boolean) {
  const [selection, setSelection] = useState(none);
  const filterKey = JSON.stringify(filters);
  const shownFor = useRef(filterKey);
  useEffect(() => {
    const isOther = shownFor.current !== filterKey;
    shownFor.current = filterKey;
    setSelection((before) => (isOther ? none : updateSelection(before, rows, isWhole)));
  }, [filterKey, rows, isWhole]);
  return [selection, setSelection] as const;
}

/** The list of incidents: a table, or cards on the width of a phone. */
export function IncidentList({ filters, clear, healthyRooms }: Props) {
  const isNarrow = useNarrow();
  const anchor = useRef<HTMLDivElement>(null);
  const [total, setTotal] = useState(0);
  const virtual = useWindowRows(anchor, total, isNarrow ? cardPx : rowPx);
  const items = virtual.getVirtualItems();
  const list = usePagedRows<ListRow, IncidentsAnswer>(
    {
      key: ['incidents', filters],
      ask: (slice, signal) => api.incidents(filters, slice, signal),
    },
    items.at(0)?.index ?? 0,
    items.at(-1)?.index ?? 0,
  );
  const known = list.first?.total ?? 0;
  if (known !== total) setTotal(known);
  const [selection, setSelection] = useSelection(
    filters,
    list.first?.rows ?? [],
    known <= pageSize && !list.isDimmed,
  );

  const toggle = useCallback(
    (row: ListRow) => setSelection((before) => toggleRow(before, row)),
    [setSelection],
  );

  async function toggleAll(): Promise<void> {
    if (selection.size > 0) return setSelection(none);
    const answer = await api.incidents(filters, { offset: 0, limit: mostSelected });
    setSelection(selectAll(answer.rows));
  }

  const Rows = isNarrow ? IncidentCards : IncidentTable;
  return (
    <section aria-label="Open incidents" aria-busy={list.isDimmed}>
      <p className={styles.total} role="status">
        {list.first && `${known} open ${known === 1 ? 'incident' : 'incidents'}`}
      </p>
      {list.error && <Failure error={list.error} retry={list.retry} />}
      {!list.first && !list.error && <Loading rows={8} what="incidents" />}
      {list.first && known === 0 && isFiltered(filters) && (
        <NothingMatches what="incidents" clear={clear} />
      )}
      {list.first && known === 0 && !isFiltered(filters) && (
        <Empty headline={`No open incidents. ${formatHealthyRooms(healthyRooms)}`} />
      )}
      <div ref={anchor} className={list.isDimmed ? styles.dimmed : undefined}>
        {known > 0 && (
          <Rows
            virtual={virtual}
            total={known}
            rowAt={list.rowAt}
            selection={selection}
            toggle={toggle}
            toggleAll={() => void toggleAll().catch(() => undefined)}
          />
        )}
      </div>
      <SelectionBar selection={selection} clear={() => setSelection(none)} />
    </section>
  );
}
