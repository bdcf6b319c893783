/** Makes a demonstration of days pass in minutes: the same rules with all waiting shortened. */
import type { Rules } from './rule.ts';

/**
 * The same rules with every waiting time divided by `pace`, so that minutes pass as seconds; those
 * of room groups too. Take settings into the rules first (`withSettings`), then quicken them.
 * What is allowed for wrong clocks is divided as well: who sends at a pace simulates clocks at that pace.
 */
export function scaleRules(rules: Rules, pace: number): Rules {
  if (pace === 1) return rules;
  const quick = quickened(rules, pace);
  const { agreesWithinMs, onItsWayMs } = quick.clock;
  return {
    ...quick,
    clock: {
      ...quick.clock,
      // No network is faster because we hurry.
      agreesWithinMs: Math.max(agreesWithinMs, Math.min(50, rules.clock.agreesWithinMs)),
      onItsWayMs: Math.max(onItsWayMs, Math.min(1_000, rules.clock.onItsWayMs)),
    },
    version: `${rules.version} at pace ${pace}`,
    pace,
  };
}

/** A waiting time that no rule has, at the pace of these rules. */
export function scaleWait(ms: number, { pace = 1 }: Pick<Rules, 'pace'>): number {
  return Math.round(ms / pace);
}

/** Every duration in it shortened: by the house's habit, the numbers whose names end in `Ms`. */
function quickened<T>(data: T, pace: number): T {
  if (Array.isArray(data)) return data.map((one) => quickened(one, pace)) as T;
  if (typeof data !== 'object' || data === null) return data;
  const members = Object.entries(data).map(([name, value]) =>
    typeof value === 'number' && name.endsWith('Ms')
      ? [name, Math.round(value / pace)]
      : [name, quickened(value, pace)],
  );
  return Object.fromEntries(members) as T;
}
