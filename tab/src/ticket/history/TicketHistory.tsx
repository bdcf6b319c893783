/** The third tab of a ticket: its whole history by episode. */
import type { TicketDetail } from '@rooms-pro/core/contracts';
import { HistoryLines } from '../../shared/HistoryLines.tsx';
import section from '../../shared/Section.module.css';
import { groupByEpisode } from './episodes.ts';

/** The latest episode first, and newest entries first within each. */
export function TicketHistory({ ticket }: { ticket: TicketDetail }) {
  return groupByEpisode(ticket.history).map(({ episode, entries }) => {
    const id = `episode-${episode ?? 'none'}`;
    return (
      <section key={id} className={section.section} aria-labelledby={id}>
        <h2 id={id}>{episode === null ? 'Before the first incident' : `Episode ${episode}`}</h2>
        <HistoryLines entries={entries} />
      </section>
    );
  });
}
