/** One category of a room: a row that expands to its signals and tickets. */
import { ChevronDown20Regular } from '@fluentui/react-icons/svg/chevron-down';
import { ChevronRight20Regular } from '@fluentui/react-icons/svg/chevron-right';
import { categoryLabels } from '@rooms-pro/core';
import type { RoomDetail } from '@rooms-pro/core/contracts';
import { type KeyboardEvent, useId } from 'react';
import { Link } from 'wouter';
import {
  NotWatchedWord,
  ReadingWord,
  SeverityWord,
  StatusWord,
  SuppressedWord,
} from '../../shared/badges/StatusBadges.tsx';
import { RelativeTime } from '../../shared/time/RelativeTime.tsx';
import styles from './CategoryLine.module.css';
import type { CategoryRow, Ticketed } from './categoryRows.ts';
import { SignalLine } from './SignalLine.tsx';

type Props = {
  readonly row: CategoryRow;
  readonly room: RoomDetail;
  readonly isExpanded: boolean;
  readonly expand: (isExpanded: boolean) => void;
};

function LeadTicket({ row, others }: { row: Ticketed; others: number }) {
  return (
    <div className={styles.ticket}>
      <Link href={`/tickets/${row.ticket}`}>{`${row.label} · ${row.ticket}`}</Link>
      <SeverityWord severity={row.severity} />
      <StatusWord status={row.status} />
      <span className={styles.second}>
        updated <RelativeTime at={row.updatedAt} inSentence />
      </span>
      {others > 0 && <span className={styles.second}>{`and ${others} more`}</span>}
    </div>
  );
}

/** The button expands and collapses the row. The right and the left arrow keys do the same. */
export function CategoryLine({ row, room, isExpanded, expand }: Props) {
  const id = useId();
  const Chevron = isExpanded ? ChevronDown20Regular : ChevronRight20Regular;
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
    event.preventDefault();
    expand(event.key === 'ArrowRight');
  }
  return (
    <div className={styles.category}>
      <div className={styles.row}>
        <h3>
          <button
            type="button"
            aria-expanded={isExpanded}
            aria-controls={id}
            onClick={() => expand(!isExpanded)}
            onKeyDown={onKeyDown}
          >
            <Chevron aria-hidden />
            {categoryLabels[row.category]}
          </button>
        </h3>
        <span className={styles.state}>
          {row.isWatched ? (
            <ReadingWord state={row.worst} label={row.stateLabel} />
          ) : (
            <NotWatchedWord />
          )}
          {row.suppressed > 0 && <SuppressedWord>{`${row.suppressed} suppressed`}</SuppressedWord>}
        </span>
        {row.ticket && <LeadTicket row={row.ticket} others={row.otherTickets} />}
      </div>
      <div id={id} hidden={!isExpanded} className={styles.signals}>
        {isExpanded && row.signals.length === 0 && (
          <p className={styles.second}>No signal of this category has had a ticket.</p>
        )}
        {isExpanded && row.signals.length > 0 && (
          <ul>
            {row.signals.map((signal) => (
              <SignalLine key={signal.signal} row={signal} room={room} />
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
