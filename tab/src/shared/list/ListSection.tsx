/** The frame of a list: its total, its rows, and what it shows instead while there are no rows. */
import type { ReactNode, RefObject } from 'react';
import { Empty, Failure, Loading, NothingMatches } from '../states/EmptyStates.tsx';
import styles from './List.module.css';
import type { PagedRows } from './usePagedRows.ts';

type Props = {
  readonly label: string;
  /** The rows in a sentence: `rooms`. */
  readonly what: string;
  /** The total in words: `12 rooms`. */
  readonly count: string;
  readonly list: PagedRows<unknown, unknown>;
  readonly total: number;
  readonly anchor: RefObject<HTMLDivElement | null>;
  readonly isFiltered: boolean;
  readonly clear: () => void;
  /** Shown when there are no rows without a filter. */
  readonly emptyHeadline: string;
  /** The rows, rendered when there are any. */
  readonly rows: () => ReactNode;
  readonly children?: ReactNode;
};

/** The children are below the list. */
export function ListSection({ list, total, anchor, rows, children, ...props }: Props) {
  const isEmpty = list.first !== undefined && total === 0;
  return (
    <section aria-label={props.label} aria-busy={list.isDimmed}>
      <p className={styles.total} role="status">
        {list.first !== undefined && props.count}
      </p>
      {list.error && <Failure error={list.error} retry={list.retry} />}
      {list.first === undefined && !list.error && <Loading rows={8} what={props.what} />}
      {isEmpty && props.isFiltered && <NothingMatches what={props.what} clear={props.clear} />}
      {isEmpty && !props.isFiltered && <Empty headline={props.emptyHeadline} />}
      <div ref={anchor} className={list.isDimmed ? styles.dimmed : undefined}>
        {total > 0 && rows()}
      </div>
      {children}
    </section>
  );
}
