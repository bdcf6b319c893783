/** The list of incidents as a table; only visible rows are rendered. */

import {
  Checkbox,
  Table,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
} from '@fluentui/react-components';
import { formatLocation, isOutageRow } from '@rooms-pro/core';
import type { ListRow } from '@rooms-pro/core/contracts';
import { memo } from 'react';
import { ActionButtons } from '../act/ActionButtons.tsx';
import { OutageCells } from '../outages/OutageCells.tsx';
import { IncidentFlags, SeverityWord, StatusWord } from '../shared/badges/StatusBadges.tsx';
import styles from '../shared/list/List.module.css';
import { RowName, TwoLineCell } from '../shared/list/RowParts.tsx';
import { keyOf } from '../shared/list/selection.ts';
import { VirtualTableBody } from '../shared/list/VirtualRows.tsx';
import { RelativeTime } from '../shared/time/RelativeTime.tsx';
import { AssigneeCell } from './Assignee.tsx';
import {
  asksForResponse,
  type IncidentProps,
  type IncidentRowsProps,
  nameIncident,
} from './rowProps.ts';

const columns = ['Incident', 'What to do', 'Room', 'Open for'];

function Head({ selection, total, toggleAll }: IncidentRowsProps) {
  const isMixed = selection.size > 0 && selection.size < total;
  return (
    <TableHeader>
      <TableRow className={`${styles.head} ${styles.incident}`} aria-rowindex={1}>
        <TableHeaderCell>
          <Checkbox
            aria-label={selection.size > 0 ? 'Select none' : 'Select all'}
            checked={isMixed ? 'mixed' : selection.size > 0}
            onChange={toggleAll}
          />
        </TableHeaderCell>
        {columns.map((column) => (
          <TableHeaderCell key={column}>{column}</TableHeaderCell>
        ))}
        <TableHeaderCell className={styles.wide}>Attended by</TableHeaderCell>
        <TableHeaderCell>Action</TableHeaderCell>
      </TableRow>
    </TableHeader>
  );
}

const Cells = memo(function Cells({ row, isSelected, toggle }: IncidentProps) {
  const canRespond = asksForResponse(row);
  return (
    <>
      <TableCell>
        <Checkbox
          className={styles.above}
          aria-label={`Select ${nameIncident(row)}`}
          checked={isSelected}
          onChange={() => toggle(row)}
        />
      </TableCell>
      <TableCell>
        <RowName href={`/tickets/${row.ticket}`} label={row.label} number={row.ticket} />
        <div className={styles.facts}>
          <SeverityWord severity={row.severity} />
          <StatusWord status={row.state} />
          <IncidentFlags row={row} />
        </div>
      </TableCell>
      <TwoLineCell main={row.recommendedAction} second={row.impact} isLong />
      <TwoLineCell main={row.room} second={formatLocation(row)} />
      <TableCell>
        <RelativeTime at={row.activatedAt} form="length" />
      </TableCell>
      <TableCell className={styles.wide}>
        <AssigneeCell row={row} />
      </TableCell>
      <TableCell>
        <span className={styles.above}>
          {canRespond && (
            <ActionButtons
              actions={['respond']}
              size="small"
              targets={[{ ticket: row.ticket }]}
              what={nameIncident(row)}
              advice={row.recommendedAction}
            />
          )}
        </span>
      </TableCell>
    </>
  );
});

function RowCells({ row, ...props }: Omit<IncidentProps, 'row'> & { readonly row: ListRow }) {
  return isOutageRow(row) ? <OutageCells row={row} {...props} /> : <Cells row={row} {...props} />;
}

/** The list of incidents as a table. */
export function IncidentTable(props: IncidentRowsProps) {
  const { selection, toggle, ...rows } = props;
  return (
    <Table
      noNativeElements
      className={styles.table}
      aria-label="Open incidents"
      aria-rowcount={rows.total + 1}
    >
      <Head {...props} />
      <VirtualTableBody
        {...rows}
        columns={styles.incident}
        keyOf={keyOf}
        isSelected={(row) => row !== undefined && selection.has(keyOf(row))}
        render={(row) => (
          <RowCells row={row} isSelected={selection.has(keyOf(row))} toggle={toggle} />
        )}
      />
    </Table>
  );
}
