/** The list of rooms as a table and as cards; only visible rows are rendered. */

import {
  SkeletonItem,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
} from '@fluentui/react-components';
import { formatLocation, type RoomSort } from '@rooms-pro/core';
import type { RoomRow } from '@rooms-pro/core/contracts';
import { memo } from 'react';
import { Link } from 'wouter';
import { HealthWord, MisconfiguredWord } from '../shared/badges/StatusBadges.tsx';
import type { RoomFilters } from '../shared/list/filters.ts';
import styles from '../shared/list/List.module.css';
import type { useWindowRows } from '../shared/list/useWindowRows.ts';
import { RelativeTime } from '../shared/time/RelativeTime.tsx';
import { pressColumn, readOrder } from './roomSort.ts';

type Props = {
  readonly virtual: ReturnType<typeof useWindowRows>;
  readonly total: number;
  readonly rowAt: (index: number) => RoomRow | undefined;
  readonly filters: RoomFilters;
  readonly setFilters: (filters: RoomFilters) => void;
};

function LastSeen({ at }: { at: RoomRow['lastSeenAt'] }) {
  return at === null ? 'never' : <RelativeTime at={at} inSentence />;
}

function Health({ row }: { row: RoomRow }) {
  if (row.enrolment === 'retired') return 'Retired';
  return <HealthWord health={row.health} warnings={row.warnings} />;
}

/** The problem of the room, or for how long the room has been healthy. */
function Because({ row }: { row: RoomRow }) {
  if (row.enrolment === 'retired' || row.health !== 'healthy') return row.because;
  if (row.misconfigured !== null) return row.misconfigured;
  return (
    <span className={styles.quiet}>
      Healthy <RelativeTime at={row.healthSince} form="for" />
    </span>
  );
}

const Cells = memo(function Cells({ row }: { row: RoomRow }) {
  return (
    <>
      <TableCell>
        <div className={styles.line}>
          <Link href={`/rooms/${row.roomId}`} className={styles.link}>
            {row.name}
          </Link>
        </div>
        <div className={`${styles.line} ${styles.second}`}>{`${row.capacity} seats`}</div>
      </TableCell>
      <TableCell>
        <Health row={row} />
        {row.misconfigured !== null && <MisconfiguredWord />}
      </TableCell>
      <TableCell className={styles.wide}>
        <div className={styles.lines}>
          <Because row={row} />
        </div>
      </TableCell>
      <TableCell>
        <div className={styles.line}>{row.building}</div>
        <div className={`${styles.line} ${styles.second}`}>
          {formatLocation({ building: '', floor: row.floor })}
        </div>
      </TableCell>
      <TableCell>
        <LastSeen at={row.lastSeenAt} />
      </TableCell>
    </>
  );
});

const columns: readonly (readonly [
  sort: RoomSort,
  name: string,
  className?: string | undefined,
])[] = [
  ['name', 'Room'],
  ['health', 'Health'],
  ['since', 'Because', styles.wide],
  ['place', 'Place'],
  ['lastSeen', 'Last seen'],
];

function Head({ filters, setFilters }: Pick<Props, 'filters' | 'setFilters'>) {
  const { sort, order } = readOrder(filters);
  const direction = order === 'asc' ? 'ascending' : 'descending';
  return (
    <TableHeader>
      <TableRow className={`${styles.head} ${styles.room}`} aria-rowindex={1}>
        {columns.map(([column, name, className]) => (
          <TableHeaderCell
            key={column}
            className={className ?? ''}
            {...(column === sort ? { sortDirection: direction } : {})}
            onClick={() => setFilters(pressColumn(filters, column))}
          >
            {name}
          </TableHeaderCell>
        ))}
      </TableRow>
    </TableHeader>
  );
}

/** Rows are positioned on the page; `aria-rowindex` gives the number of each row in the whole list. */
export function RoomTable({ virtual, total, rowAt, filters, setFilters }: Props) {
  return (
    <Table
      sortable
      noNativeElements
      className={styles.table}
      aria-label="Rooms"
      aria-rowcount={total + 1}
    >
      <Head filters={filters} setFilters={setFilters} />
      <TableBody className={styles.rows} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, size, start }) => {
          const row = rowAt(index);
          const top = start - virtual.options.scrollMargin;
          return (
            <TableRow
              key={row?.roomId ?? index}
              className={`${styles.row} ${styles.room}`}
              style={{ height: size, transform: `translateY(${top}px)` }}
              aria-rowindex={index + 2}
            >
              {row ? (
                <Cells row={row} />
              ) : (
                <TableCell style={{ gridColumn: '1 / -1' }}>
                  <SkeletonItem animation="pulse" />
                </TableCell>
              )}
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}

const Card = memo(function Card({ row }: { row: RoomRow }) {
  return (
    <article className={styles.card}>
      <div className={styles.top}>
        <span className={styles.grow}>
          <Link href={`/rooms/${row.roomId}`} className={styles.link}>
            {row.name}
          </Link>
        </span>
        <span className={styles.second}>
          <LastSeen at={row.lastSeenAt} />
        </span>
      </div>
      <div className={styles.facts}>
        <Health row={row} />
        {row.misconfigured !== null && <MisconfiguredWord />}
      </div>
      <div className={styles.second}>
        <Because row={row} />
      </div>
      <div className={styles.second}>{`${formatLocation(row)} · ${row.capacity} seats`}</div>
    </article>
  );
});

/** Cards have different heights, which are measured when they become visible. */
export function RoomCards({ virtual, total, rowAt }: Props) {
  return (
    <ul className={styles.cards} style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map(({ index, start }) => {
        const row = rowAt(index);
        return (
          <li
            key={row?.roomId ?? index}
            ref={virtual.measureElement}
            data-index={index}
            aria-setsize={total}
            aria-posinset={index + 1}
            style={{ transform: `translateY(${start - virtual.options.scrollMargin}px)` }}
          >
            {row ? <Card row={row} /> : <SkeletonItem size={96} animation="pulse" />}
          </li>
        );
      })}
    </ul>
  );
}
