/** The visible rows of a long list, as rows of a table or as cards. */
import {
  SkeletonItem,
  type SkeletonItemProps,
  TableBody,
  TableCell,
  TableRow,
} from '@fluentui/react-components';
import type { ReactNode } from 'react';
import styles from './List.module.css';
import type { useListOnPage } from './useListOnPage.ts';

/** Rows by index; rows that are not loaded yet are rendered as placeholders. */
export type VirtualProps<Row> = {
  readonly virtual: ReturnType<typeof useListOnPage>['virtual'];
  readonly total: number;
  readonly rowAt: (index: number) => Row | undefined;
};

type Props<Row> = VirtualProps<Row> & {
  readonly keyOf: (row: Row) => string;
  readonly render: (row: Row) => ReactNode;
};

type TableProps<Row> = Props<Row> & {
  /** The class with the columns. */
  readonly columns: string | undefined;
  /** Whether a row is selected, in a list whose rows can be selected. */
  readonly isSelected?: (row: Row | undefined) => boolean;
};

/** Rows are positioned on the page; `aria-rowindex` gives the number of each row in the whole list. */
export function VirtualTableBody<Row>(props: TableProps<Row>) {
  const { virtual, rowAt, keyOf, render, columns = '', isSelected } = props;
  return (
    <TableBody className={styles.rows} style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map(({ index, size, start }) => {
        const row = rowAt(index);
        const top = start - virtual.options.scrollMargin;
        return (
          <TableRow
            key={row ? keyOf(row) : index}
            className={`${styles.row} ${columns}`}
            style={{ height: size, transform: `translateY(${top}px)` }}
            aria-rowindex={index + 2}
            {...(isSelected ? { 'aria-selected': isSelected(row) } : {})}
          >
            {row ? (
              render(row)
            ) : (
              <TableCell style={{ gridColumn: '1 / -1' }}>
                <SkeletonItem animation="pulse" />
              </TableCell>
            )}
          </TableRow>
        );
      })}
    </TableBody>
  );
}

type CardsProps<Row> = Props<Row> & {
  /** The height of a card that is not loaded yet. */
  readonly placeholder: NonNullable<SkeletonItemProps['size']>;
};

/** Cards have different heights, which are measured when they become visible. */
export function VirtualCards<Row>(props: CardsProps<Row>) {
  const { virtual, total, rowAt, keyOf, render, placeholder } = props;
  return (
    <ul className={styles.cards} style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map(({ index, start }) => {
        const row = rowAt(index);
        return (
          <li
            key={row ? keyOf(row) : index}
            ref={virtual.measureElement}
            data-index={index}
            aria-setsize={total}
            aria-posinset={index + 1}
            style={{ transform: `translateY(${start - virtual.options.scrollMargin}px)` }}
          >
            {row ? render(row) : <SkeletonItem size={placeholder} animation="pulse" />}
          </li>
        );
      })}
    </ul>
  );
}
