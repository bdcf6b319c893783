/** Divides the history of a ticket into episodes. */
import type { HistoryEntry } from '@rooms-pro/core/contracts';

/** The entries of one episode, newest first; `null`: before the first incident. */
export type EpisodeGroup = {
  readonly episode: number | null;
  readonly entries: readonly HistoryEntry[];
};

const endings: readonly HistoryEntry['type'][] = ['incident.resolved', 'ticket.closed'];

/**
 * Groups a history (newest first) by episode, latest episode first. An entry without an episode belongs
 * to the episode that is open then. Between two episodes it belongs to the next one, like the reading
 * that opens it.
 */
export function groupByEpisode(history: readonly HistoryEntry[]): readonly EpisodeGroup[] {
  const groups = new Map<number | null, HistoryEntry[]>();
  const add = (episode: number | null, entries: readonly HistoryEntry[]) =>
    groups.set(episode, [...(groups.get(episode) ?? []), ...entries]);
  let latest: number | null = null;
  let isOpen = false;
  let between: HistoryEntry[] = [];
  for (const entry of history.toReversed()) {
    if (entry.episode === null && !isOpen) between.push(entry);
    else if (entry.episode === null) add(latest, [entry]);
    else {
      add(entry.episode, [...between, entry]);
      between = [];
      latest = entry.episode;
      isOpen = !endings.includes(entry.type);
    }
  }
  if (between.length > 0) add(latest, between);
  return [...groups]
    .sort(([a], [b]) => (b ?? 0) - (a ?? 0))
    .map(([episode, entries]) => ({ episode, entries: entries.toReversed() }));
}
