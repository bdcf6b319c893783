/** Parts of a row that an incident and an outage have in common. */
import { TableCell } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { RelativeTime } from '../time/RelativeTime.tsx';
import styles from './List.module.css';

type Named = { readonly href: string; readonly label: string };
type CardTopProps = Named & {
  readonly activatedAt: string;
  /** The checkbox that selects the row. */
  readonly select: ReactNode;
};

/** The first line of a card: its checkbox, its name and its age. */
export function CardTop({ href, label, activatedAt, select }: CardTopProps) {
  return (
    <div className={styles.top}>
      <span className={`${styles.above} ${styles.touch}`}>{select}</span>
      <span className={styles.grow}>
        <Link href={href} className={styles.link}>
          {label}
        </Link>
      </span>
      <span className={styles.second}>
        <RelativeTime at={activatedAt} form="length" />
      </span>
    </div>
  );
}

/** The name of a row, with its number. */
export function RowName({ href, label, number }: Named & { readonly number: string }) {
  return (
    <div className={styles.named}>
      <Link href={href} className={styles.link}>
        {label}
      </Link>
      <span className={styles.second}>{number}</span>
    </div>
  );
}

/** A cell with a main line and a second line. `isLong`: the main line may use two lines. */
export function TwoLineCell(props: {
  readonly main: ReactNode;
  readonly second: ReactNode;
  readonly isLong?: boolean;
}) {
  return (
    <TableCell>
      <div className={props.isLong ? styles.lines : styles.line}>{props.main}</div>
      <div className={`${styles.line} ${styles.second}`}>{props.second}</div>
    </TableCell>
  );
}
