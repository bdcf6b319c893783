/** The open incidents that match the filters, in pages, with actions for many incidents at once. */
import type { IncidentsAnswer, ListRow } from '@rooms-pro/core/contracts';
import { useCallback, useEffect, useRef, useState } from 'react';
import { api } from '../api/client.ts';
import { useNarrow } from '../host/useTheme.ts';
import { type IncidentFilters, isFiltered } from '../shared/list/filters.ts';
import { ListSection } from '../shared/list/ListSection.tsx';
import { pageSize } from '../shared/list/pages.ts';
import {
  mostSelected,
  type Selection,
  selectAll,
  toggleRow,
  updateSelection,
} from '../shared/list/selection.ts';
import { useListOnPage } from '../shared/list/useListOnPage.ts';
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
  const { anchor, virtual, list, total } = useListOnPage<ListRow, IncidentsAnswer>(
    {
      key: ['incidents', filters],
      ask: (slice, signal) => api.incidents(filters, slice, signal),
    },
    isNarrow ? cardPx : rowPx,
  );
  const [selection, setSelection] = useSelection(
    filters,
    list.first?.rows ?? [],
    total <= pageSize && !list.isDimmed,
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
    <ListSection
      label="Open incidents"
      what="incidents"
      count={`${total} open ${total === 1 ? 'incident' : 'incidents'}`}
      list={list}
      total={total}
      anchor={anchor}
      isFiltered={isFiltered(filters)}
      clear={clear}
      emptyHeadline={`No open incidents. ${formatHealthyRooms(healthyRooms)}`}
      rows={() => (
        <Rows
          virtual={virtual}
          total={total}
          rowAt={list.rowAt}
          selection={selection}
          toggle={toggle}
          toggleAll={() => void toggleAll().catch(() => undefined)}
        />
      )}
    >
      <SelectionBar selection={selection} clear={() => setSelection(none)} />
    </ListSection>
  );
}
