/** The third face of a ticket: everything that happened to it, episode by episode. */
import { wayInLabels } from '@rooms-pro/core';
import type { HistoryEntry, TicketDetail } from '@rooms-pro/core/contracts';
import { sayDateTime, sayExactly } from '../dates.ts';
import { groupByEpisode } from '../episodes.ts';
import section from './Section.module.css';
import styles from './TicketHistory.module.css';

function Entry({ entry }: { entry: HistoryEntry }) {
  const by = entry.via === 'platform' ? entry.by : `${entry.by} · via ${wayInLabels[entry.via]}`;
  return (
    <li className={styles.entry}>
      <time className={styles.time} dateTime={entry.at} title={sayExactly(entry.at)}>
        {sayDateTime(entry.at)}
      </time>
      <div className={styles.what}>
        <div>{entry.sentence}</div>
        {entry.note !== null && entry.note !== '' && (
          <div className={styles.note}>{entry.note}</div>
        )}
        <div className={styles.by}>{by}</div>
      </div>
    </li>
  );
}

/** Newest first, latest episode first. */
export function TicketHistory({ ticket }: { ticket: TicketDetail }) {
  return groupByEpisode(ticket.history).map(({ episode, entries }) => {
    const id = `episode-${episode ?? 'none'}`;
    return (
      <section key={id} className={section.section} aria-labelledby={id}>
        <h2 id={id}>{episode === null ? 'Before the first incident' : `Episode ${episode}`}</h2>
        <ol className={styles.entries} reversed>
          {entries.map((entry) => (
            <Entry key={`${entry.at} ${entry.type} ${entry.sentence}`} entry={entry} />
          ))}
        </ol>
      </section>
    );
  });
}
