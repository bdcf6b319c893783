/** What every part of the comparison reads: the scenario, what the product showed, and the counts. */
import type { Played } from '../platform/play.ts';
import type { ProductRoom, Told } from '../platform/product.ts';
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
export function openingsOf({ history }: ProductRoom, signal: string): Told[] {
  return history.filter((told) => opens.has(told.type) && told.signal === signal);
}
