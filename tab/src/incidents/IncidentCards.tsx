/** The list of incidents as cards, for the width of a phone. */

import { Checkbox } from '@fluentui/react-components';
import { formatLocation, isOutageRow } from '@rooms-pro/core';
import type { ListRow } from '@rooms-pro/core/contracts';
import { memo } from 'react';
import { ActionButtons } from '../act/ActionButtons.tsx';
import { OutageRowCard } from '../outages/OutageCells.tsx';
import { IncidentFlags, SeverityWord, StatusWord } from '../shared/badges/StatusBadges.tsx';
import styles from '../shared/list/List.module.css';
import { CardTop } from '../shared/list/RowParts.tsx';
import { keyOf } from '../shared/list/selection.ts';
import { VirtualCards } from '../shared/list/VirtualRows.tsx';
import { AssigneeCell } from './Assignee.tsx';
import {
  asksForResponse,
  type IncidentProps,
  type IncidentRowsProps,
  nameIncident,
} from './rowProps.ts';

const Card = memo(function Card({ row, isSelected, toggle }: IncidentProps) {
  const canRespond = asksForResponse(row);
  return (
    <article className={styles.card} data-selected={isSelected}>
      <CardTop
        {...row}
        href={`/tickets/${row.ticket}`}
        select={
          <Checkbox
            aria-label={`Select ${nameIncident(row)}`}
            checked={isSelected}
            onChange={() => toggle(row)}
          />
        }
      />
      <div>{`${row.room} · ${formatLocation(row)}`}</div>
      <div className={styles.facts}>
        <SeverityWord severity={row.severity} />
        <StatusWord status={row.state} />
        <IncidentFlags row={row} />
      </div>
      <div>{row.recommendedAction}</div>
      <div className={styles.second}>
        <AssigneeCell row={row} />
      </div>
      {canRespond && (
        <div className={`${styles.buttons} ${styles.above}`}>
          <ActionButtons
            actions={['respond']}
            targets={[{ ticket: row.ticket }]}
            what={nameIncident(row)}
            advice={row.recommendedAction}
          />
        </div>
      )}
    </article>
  );
});

function RowCard({ row, ...props }: Omit<IncidentProps, 'row'> & { readonly row: ListRow }) {
  return isOutageRow(row) ? <OutageRowCard row={row} {...props} /> : <Card row={row} {...props} />;
}

/** The list of incidents as cards. */
export function IncidentCards({ selection, toggle, ...rows }: IncidentRowsProps) {
  return (
    <VirtualCards
      {...rows}
      keyOf={keyOf}
      placeholder={128}
      render={(row) => <RowCard row={row} isSelected={selection.has(keyOf(row))} toggle={toggle} />}
    />
  );
}
