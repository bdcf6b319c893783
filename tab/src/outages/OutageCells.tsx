/** An outage as one row of the list of incidents: in the table, and as a card on the width of a phone. */
import { Checkbox, TableCell } from '@fluentui/react-components';
import type { OutageRow } from '@rooms-pro/core/contracts';
import { memo } from 'react';
import { ActionButtons } from '../act/ActionButtons.tsx';
import { OutageAttendance } from '../incidents/Assignee.tsx';
import { type IncidentProps, nameRow } from '../incidents/rowProps.ts';
import { SeverityWord, StatusWord, SuppressedWord } from '../shared/badges/StatusBadges.tsx';
import styles from '../shared/list/List.module.css';
import { CardTop, RowName, TwoLineCell } from '../shared/list/RowParts.tsx';
import { RelativeTime } from '../shared/time/RelativeTime.tsx';
import { formatDisconnected, outageHref } from './outageLinks.ts';

type Props = Omit<IncidentProps, 'row'> & { readonly row: OutageRow };

/** Whether the row needs a response: it has no response, and not all of its rooms are suppressed. */
function asksForResponse({ actions, response, isSuppressed }: OutageRow): boolean {
  return actions.includes('respond') && response === null && !isSuppressed;
}

function Select({ row, isSelected, toggle }: Props) {
  return (
    <Checkbox
      className={styles.above}
      aria-label={`Select ${nameRow(row)}`}
      checked={isSelected}
      onChange={() => toggle(row)}
    />
  );
}

function Facts({ row }: { row: OutageRow }) {
  return (
    <div className={styles.facts}>
      <SeverityWord severity={row.severity} />
      <StatusWord status={row.state} />
      {row.isSuppressed && <SuppressedWord>Suppressed</SuppressedWord>}
    </div>
  );
}

function Respond({ row, size }: { row: OutageRow; size?: 'small' }) {
  if (!asksForResponse(row)) return null;
  return (
    <ActionButtons
      actions={['respond']}
      {...(size ? { size } : {})}
      targets={[{ outage: row.id }]}
      what={nameRow(row)}
      advice={row.recommendedAction}
    />
  );
}

/** The cells of its row, in the columns of the incidents. */
export const OutageCells = memo(function OutageCells(props: Props) {
  const { row } = props;
  return (
    <>
      <TableCell>
        <Select {...props} />
      </TableCell>
      <TableCell>
        <RowName href={outageHref(row)} label={row.label} number={row.id} />
        <Facts row={row} />
      </TableCell>
      <TwoLineCell main={row.recommendedAction} second={row.impact} isLong />
      <TwoLineCell main={formatDisconnected(row.rooms)} second={row.place} />
      <TableCell>
        <RelativeTime at={row.activatedAt} form="length" />
      </TableCell>
      <TableCell className={styles.wide}>
        <OutageAttendance row={row} />
      </TableCell>
      <TableCell>
        <span className={styles.above}>
          <Respond row={row} size="small" />
        </span>
      </TableCell>
    </>
  );
});

/** The outage as a card. */
export const OutageRowCard = memo(function OutageRowCard(props: Props) {
  const { row, isSelected } = props;
  const isAsked = asksForResponse(row);
  return (
    <article className={styles.card} data-selected={isSelected}>
      <CardTop {...row} href={outageHref(row)} select={<Select {...props} />} />
      <div>{`${row.place} · ${formatDisconnected(row.rooms)}`}</div>
      <Facts row={row} />
      <div>{row.recommendedAction}</div>
      <div className={styles.second}>
        <OutageAttendance row={row} />
      </div>
      {isAsked && (
        <div className={`${styles.buttons} ${styles.above}`}>
          <Respond row={row} />
        </div>
      )}
    </article>
  );
});
