/** Shortens all waiting times of rules, so that a demonstration of several days takes minutes. */
import { withGroups } from './overrides.ts';
import type { Rules } from './rule.ts';

/**
 * The same rules with every waiting time divided by `pace`, also those of room groups: with a pace of 60,
 * minutes become seconds. Apply settings first (`withSettings`), then the pace. The limits for clocks are
 * divided, too, because a sender at a pace simulates clocks at this pace.
 */
export function scaleRules(rules: Rules, pace: number): Rules {
  if (pace === 1) return rules;
  const { forGroups, ...own } = rules;
  const faster = withShorterTimes(own, pace);
  const { agreesWithinMs, onItsWayMs } = faster.clock;
  const scaled: Rules = {
    ...faster,
    clock: {
      ...faster.clock,
      // The network does not get faster with the pace.
      agreesWithinMs: Math.max(agreesWithinMs, Math.min(50, rules.clock.agreesWithinMs)),
      onItsWayMs: Math.max(onItsWayMs, Math.min(1_000, rules.clock.onItsWayMs)),
    },
    version: `${rules.version} at pace ${pace}`,
    pace,
  };
  if (forGroups === undefined) return scaled;
  const overrides = forGroups.map(({ name, override }) => ({ name, override }));
  return withGroups(scaled, withShorterTimes(overrides, pace));
}

/** A waiting time that is not part of the rules, at the pace of these rules. */
export function scaleWait(ms: number, { pace = 1 }: Pick<Rules, 'pace'>): number {
  return Math.round(ms / pace);
}

/** The data with every duration shortened: by convention, the numbers whose names end in `Ms`. */
function withShorterTimes<T>(data: T, pace: number): T {
  if (Array.isArray(data)) return data.map((one) => withShorterTimes(one, pace)) as T;
  if (typeof data !== 'object' || data === null) return data;
  const members = Object.entries(data).map(([name, value]) =>
    typeof value === 'number' && name.endsWith('Ms')
      ? [name, Math.round(value / pace)]
      : [name, withShorterTimes(value, pace)],
  );
  return Object.fromEntries(members) as T;
}
