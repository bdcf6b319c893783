/** Who attends to an incident. */
import type { IncidentRow } from '@rooms-pro/core/contracts';
import { sayUntil } from '../dates.ts';
import styles from './Attendance.module.css';
import { SuppressedWord } from './Words.tsx';

/** Who is on it, or that it is silenced. */
export function Attendance({ row }: { row: IncidentRow }) {
  if (row.suppression) {
    return <SuppressedWord>{`Suppressed ${sayUntil(row.suppression.until)}`}</SuppressedWord>;
  }
  if (row.assignee) return `Assigned to ${row.assignee.name}`;
  if (row.response) return `${row.response.by.name} responded`;
  return <span className={styles.nobody}>Nobody on it yet</span>;
}
