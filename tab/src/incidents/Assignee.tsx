/** The assignee of an incident. */
import type { IncidentRow, OutageRow } from '@rooms-pro/core/contracts';
import { SuppressedWord } from '../shared/badges/StatusBadges.tsx';
import { formatUntil } from '../shared/time/formatTime.ts';
import { RelativeTime } from '../shared/time/RelativeTime.tsx';
import styles from './Assignee.module.css';
import { didNotHold } from './rowProps.ts';

/** The assignee of an outage. */
export function OutageAttendance({ row }: { row: OutageRow }) {
  return <Attending row={row} />;
}

type Attended = Pick<IncidentRow, 'assignee' | 'assignedAt' | 'response'>;

/** The assignee of the incident, or that it is suppressed. */
export function AssigneeCell({ row }: { row: IncidentRow }) {
  if (row.suppression) {
    return <SuppressedWord>{`Suppressed ${formatUntil(row.suppression.until)}`}</SuppressedWord>;
  }
  return <Attending row={row} />;
}

function Attending({ row }: { row: Attended }) {
  if (row.assignee) {
    return (
      <>
        {`Assigned to ${row.assignee.name}`}
        {row.assignedAt !== null && (
          <>
            {', '}
            <RelativeTime at={row.assignedAt} inSentence />
          </>
        )}
      </>
    );
  }
  if (row.response && !didNotHold(row)) return `${row.response.by.name} responded`;
  return <span className={styles.unassigned}>Not assigned yet</span>;
}
