/** A count that is also a filter. */
import type { ReactNode } from 'react';
import styles from './CountTile.module.css';

type Props = {
  readonly count: number | null;
  readonly label: string;
  readonly sign?: ReactNode;
  readonly isUrgent?: boolean;
  readonly isPressed: boolean;
  readonly press: () => void;
};

/** A press filters the list to the counted rows; another press removes the filter. */
export function CountTile({ count, label, sign, isUrgent = false, isPressed, press }: Props) {
  return (
    <button
      type="button"
      className={isUrgent ? `${styles.tile} ${styles.urgent}` : styles.tile}
      aria-pressed={isPressed}
      onClick={press}
    >
      <span className={styles.count}>{count ?? '–'}</span>
      <span className={styles.label}>
        {sign}
        {label}
      </span>
    </button>
  );
}
