/** The list of rooms as a table and as cards; only visible rows are rendered. */

import {
  Table,
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
import { VirtualCards, type VirtualProps, VirtualTableBody } from '../shared/list/VirtualRows.tsx';
import { RelativeTime } from '../shared/time/RelativeTime.tsx';
import { pressColumn, readOrder } from './roomSort.ts';

type Props = VirtualProps<RoomRow> & {
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

const roomKey = ({ roomId }: RoomRow) => roomId;

/** The list of rooms as a table. */
export function RoomTable({ filters, setFilters, ...rows }: Props) {
  return (
    <Table
      sortable
      noNativeElements
      className={styles.table}
      aria-label="Rooms"
      aria-rowcount={rows.total + 1}
    >
      <Head filters={filters} setFilters={setFilters} />
      <VirtualTableBody
        {...rows}
        columns={styles.room}
        keyOf={roomKey}
        render={(row) => <Cells row={row} />}
      />
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

/** The list of rooms as cards. */
export function RoomCards({ virtual, total, rowAt }: Props) {
  return (
    <VirtualCards
      virtual={virtual}
      total={total}
      rowAt={rowAt}
      keyOf={roomKey}
      placeholder={96}
      render={(row) => <Card row={row} />}
    />
  );
}
