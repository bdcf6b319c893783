/** Which of a room's signals are shown: what has a story first, everything on demand. */
import { type Category, categories } from '@rooms-pro/core';
import type { SignalRow } from '@rooms-pro/core/contracts';

/** One category of a room. `shown` is what is drawn, `quiet` how many are not. */
export type SignalGroup = {
  readonly category: Category;
  readonly shown: readonly SignalRow[];
  readonly quiet: number;
};

/** Open incidents before resolved tickets before signals that never had one. */
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

/** The signals by category, in the product's order of categories; without those a room has none of. */
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
 * What stands in place of the signals of a category that are not drawn. Silence is never health:
 * of a disconnected room only what was last known can be said.
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
