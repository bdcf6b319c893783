/** Selects the signals of a room to show: signals with a ticket or a fault first, all signals on request. */
import { type Category, categories } from '@rooms-pro/core';
import type { SignalRow } from '@rooms-pro/core/contracts';

/** One category of a room. `shown` is rendered; `quiet` is the number of other signals. */
export type SignalGroup = {
  readonly category: Category;
  readonly shown: readonly SignalRow[];
  readonly quiet: number;
};

/** Open incidents come before resolved tickets, and those before signals that never had a ticket. */
const rank: Readonly<Record<SignalRow['status'], number>> = {
  needsAction: 0,
  systemInvestigating: 1,
  resolved: 2,
  closed: 3,
  unopened: 4,
};

function hasStory(row: SignalRow): boolean {
  return row.status !== 'unopened' || row.state === 'unhealthy' || row.suppression !== null;
}

/**
 * The signals by category, in the order of categories. Categories without a signal in this room are left
 * out.
 */
export function groupSignals(rows: readonly SignalRow[], showAll: boolean): readonly SignalGroup[] {
  return categories.flatMap((category): SignalGroup[] => {
    const own = rows.filter((row) => row.category === category);
    if (own.length === 0) return [];
    const shown = showAll
      ? own
      : own.filter(hasStory).toSorted((a, b) => rank[a.status] - rank[b.status]);
    return [{ category, shown, quiet: own.length - shown.length }];
  });
}

/**
 * The text in place of the signals of a category that are not shown. A missing reading never counts as
 * healthy: for a disconnected room the text describes only the last known state.
 */
export function formatQuiet(rows: readonly SignalRow[], isDisconnected: boolean): string {
  const known = rows.filter((row) => row.state !== 'notApplicable');
  if (known.length === 0) return 'Not applicable';
  const watched = known.filter((row) => row.isWatched);
  if (watched.length === 0) return 'Not watched';
  const unwatched = known.length - watched.length;
  const beside = unwatched === 0 ? '' : ` · ${unwatched} not watched`;
  if (watched.every((row) => row.state === 'unknown')) return `Never reported${beside}`;
  const isPartly = watched.some((row) => row.state === 'unknown');
  const healthy = isPartly ? 'healthy as far as reported' : 'healthy';
  return `${isDisconnected ? `Last known: ${healthy}` : `H${healthy.slice(1)}`}${beside}`;
}
