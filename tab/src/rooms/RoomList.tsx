/** The rooms that match the filters: a table, or cards on the width of a phone. */
import type { HealthCounts, RoomRow, RoomsAnswer } from '@rooms-pro/core/contracts';
import { useEffect } from 'react';
import { api } from '../api/client.ts';
import { useNarrow } from '../host/useTheme.ts';
import { isFiltered, type RoomFilters } from '../shared/list/filters.ts';
import { ListSection } from '../shared/list/ListSection.tsx';
import { useListOnPage } from '../shared/list/useListOnPage.ts';
import { RoomCards, RoomTable } from './RoomRows.tsx';

const rowPx = 60;
const cardPx = 128;

type Props = {
  readonly filters: RoomFilters;
  readonly setFilters: (filters: RoomFilters) => void;
  readonly clear: () => void;
  /** Receives the number of rooms by health and of retired rooms, independent of the health filter. */
  readonly onCounts: (counts: HealthCounts, retired: number) => void;
};

/** The list of rooms; a row opens its room. */
export function RoomList({ filters, setFilters, clear, onCounts }: Props) {
  const isNarrow = useNarrow();
  const { anchor, virtual, list, total } = useListOnPage<RoomRow, RoomsAnswer>(
    { key: ['rooms', filters], ask: (slice, signal) => api.rooms(filters, slice, signal) },
    isNarrow ? cardPx : rowPx,
  );
  const { counts, retired = 0 } = list.first ?? {};
  useEffect(() => {
    if (counts) onCounts(counts, retired);
  }, [counts, retired, onCounts]);

  const Rows = isNarrow ? RoomCards : RoomTable;
  return (
    <ListSection
      label="Rooms"
      what="rooms"
      count={`${total.toLocaleString('en-GB')} ${total === 1 ? 'room' : 'rooms'}`}
      list={list}
      total={total}
      anchor={anchor}
      isFiltered={isFiltered(filters)}
      clear={clear}
      emptyHeadline="No rooms yet. A room appears when its device is registered."
      rows={() => (
        <Rows
          virtual={virtual}
          total={total}
          rowAt={list.rowAt}
          filters={filters}
          setFilters={setFilters}
        />
      )}
    />
  );
}
