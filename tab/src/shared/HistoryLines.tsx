/** Entries of a history: the time, the change, the person and the entry point. */
import { entryPointLabels } from '@rooms-pro/core';
import type { HistoryEntry, RoomHistoryEntry } from '@rooms-pro/core/contracts';
import { Link } from 'wouter';
import styles from './HistoryLines.module.css';
import { formatDateTime, formatExactly } from './time/formatTime.ts';

type Entry = Omit<HistoryEntry, 'type' | 'episode'> &
  Partial<Pick<RoomHistoryEntry, 'type' | 'about' | 'revision'>>;

function Line({ entry }: { entry: Entry }) {
  const by =
    entry.via === 'platform' ? entry.by : `${entry.by} · via ${entryPointLabels[entry.via]}`;
  return (
    <li className={styles.entry}>
      <time className={styles.time} dateTime={entry.at} title={formatExactly(entry.at)}>
        {formatDateTime(entry.at)}
      </time>
      <div className={styles.what}>
        <div>
          {entry.about && (
            <>
              <Link href={`/tickets/${entry.about.ticket}`}>
                {`${entry.about.label} · ${entry.about.ticket}`}
              </Link>{' '}
            </>
          )}
          {entry.sentence}
        </div>
        {entry.note !== null && entry.note !== '' && (
          <div className={styles.note}>{entry.note}</div>
        )}
        <div className={styles.by}>{by}</div>
      </div>
    </li>
  );
}

/** The entries in the given order: newest first. */
export function HistoryLines({ entries }: { entries: readonly Entry[] }) {
  return (
    <ol className={styles.entries} reversed>
      {entries.map((entry) => (
        <Line
          key={`${entry.revision ?? entry.at} ${entry.type ?? ''} ${entry.about?.ticket ?? ''} ${entry.sentence}`}
          entry={entry}
        />
      ))}
    </ol>
  );
}
