/** What every part of the comparison reads: the scenario, what the product showed, and the counts. */
import type { Played } from '../platform/play.ts';
import type { HistoryLine, ProductRoom } from '../platform/product.ts';
import type { World } from '../scenario/groundTruth.ts';
import type { Reception } from './observations.ts';
import type { Tally } from './verdict.ts';

export type Judging = {
  readonly world: World;
  readonly played: Played;
  readonly receptions: ReadonlyMap<string, readonly Reception[]>;
  readonly tally: Tally;
};

const opens = new Set(['incident.opened', 'incident.reactivated']);

/** The entries of a room's history that opened an incident of the signal. */
export function openingsOf({ history }: ProductRoom, signal: string): HistoryLine[] {
  return history.filter((entry) => opens.has(entry.type) && entry.signal === signal);
}
