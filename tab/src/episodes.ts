/** A ticket's history cut into its episodes. */
import type { HistoryEntry } from '@rooms-pro/core/contracts';

/** One episode's entries, newest first; `null`: what belongs to none. */
export type EpisodeGroup = {
  readonly episode: number | null;
  readonly entries: readonly HistoryEntry[];
};

/**
 * History (newest first) by episode, latest episode first. What names no episode stands with its
 * neighbours in time: with the episode that was the latest when it happened.
 */
export function groupByEpisode(history: readonly HistoryEntry[]): readonly EpisodeGroup[] {
  const groups = new Map<number | null, HistoryEntry[]>();
  let latest: number | null = null;
  for (const entry of history.toReversed()) {
    latest = Math.max(latest ?? 0, entry.episode ?? 0) || null;
    const episode = entry.episode ?? latest;
    const entries = groups.get(episode) ?? [];
    entries.push(entry);
    groups.set(episode, entries);
  }
  return [...groups]
    .sort(([a], [b]) => (b ?? 0) - (a ?? 0))
    .map(([episode, entries]) => ({ episode, entries: entries.toReversed() }));
}
