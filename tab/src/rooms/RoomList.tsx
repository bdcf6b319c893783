/** The rooms that match the filters: a table, or cards on the width of a phone. */
import type { HealthCounts, RoomRow, RoomsAnswer } from '@rooms-pro/core/contracts';
import { useEffect, useRef, useState } from 'react';
import { api } from '../api/client.ts';
import { useNarrow } from '../host/useTheme.ts';
import { isFiltered, type RoomFilters } from '../shared/list/filters.ts';
import styles from '../shared/list/List.module.css';
import { usePagedRows } from '../shared/list/usePagedRows.ts';
import { useWindowRows } from '../shared/list/useWindowRows.ts';
import { Empty, Failure, Loading, NothingMatches } from '../shared/states/EmptyStates.tsx';
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
  const anchor = useRef<HTMLDivElement>(null);
  const [total, setTotal] = useState(0);
  const virtual = useWindowRows(anchor, total, isNarrow ? cardPx : rowPx);
  const items = virtual.getVirtualItems();
  const list = usePagedRows<RoomRow, RoomsAnswer>(
    { key: ['rooms', filters], ask: (slice, signal) => api.rooms(filters, slice, signal) },
    items.at(0)?.index ?? 0,
    items.at(-1)?.index ?? 0,
  );
  const known = list.first?.total ?? 0;
  if (known !== total) setTotal(known);
  const { counts, retired = 0 } = list.first ?? {};
  useEffect(() => {
    if (counts) onCounts(counts, retired);
  }, [counts, retired, onCounts]);

  const Rows = isNarrow ? RoomCards : RoomTable;
  return (
    <section aria-label="Rooms" aria-busy={list.isDimmed}>
      <p className={styles.total} role="status">
        {list.first && `${known.toLocaleString('en-GB')} ${known === 1 ? 'room' : 'rooms'}`}
      </p>
      {list.error && <Failure error={list.error} retry={list.retry} />}
      {!list.first && !list.error && <Loading rows={8} what="rooms" />}
      {list.first && known === 0 && isFiltered(filters) && (
        <NothingMatches what="rooms" clear={clear} />
      )}
      {list.first && known === 0 && !isFiltered(filters) && (
        <Empty headline="No rooms yet. A room appears when its device is registered." />
      )}
      <div ref={anchor} className={list.isDimmed ? styles.dimmed : undefined}>
        {known > 0 && (
          <Rows
            virtual={virtual}
            total={known}
            rowAt={list.rowAt}
            filters={filters}
            setFilters={setFilters}
          />
        )}
      </div>
    </section>
  );
}
