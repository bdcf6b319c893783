/** Makes a demonstration of days pass in minutes: the same rules with all waiting shortened. */
import type { Rules } from './rule.ts';

/**
 * The same rules with every waiting time divided by `pace`, so that minutes pass as seconds; those
 * of room groups too. Take settings into the rules first (`withSettings`), then quicken them.
 * The tolerance for wrong clocks stays: devices do not keep better time because we hurry.
 */
export function atPace(rules: Rules, pace: number): Rules {
  if (pace === 1) return rules;
  return {
    ...quickened(rules, pace),
    version: `${rules.version} at pace ${pace}`,
    clockSkewMs: rules.clockSkewMs,
  };
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
