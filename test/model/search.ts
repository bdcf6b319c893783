/** Searches histories for one in which core and reference part, and says so readably. */
import { defaultRules, type Rules } from '@rooms-pro/core';
import fc from 'fast-check';
import { historyOf, type Scope } from './history.ts';
import { play, printed } from './play.ts';

/** The product's own rules; the hours in which the platform may act differ from seed to seed. */
function rulesFor(seed: number): Rules {
  const hours =
    [
      { from: '00:00', to: '00:00' },
      { from: '07:00', to: '18:30' },
      { from: '21:00', to: '05:00' },
    ][seed % 3] ?? defaultRules.remediation.allowedHours;
  return { ...defaultRules, remediation: { ...defaultRules.remediation, allowedHours: hours } };
}

/** `null` when the two agree on all histories of this seed, else a report that a person can follow. */
export function partingOf(seed: number, scope: Scope): string | null {
  const rules = rulesFor(seed);
  const agreed = fc.property(
    historyOf(scope),
    (history) => (play(history, rules).at(-1)?.parted ?? null) === null,
  );
  const run = fc.check(agreed, { seed, numRuns: 1 });
  if (!run.failed || run.counterexample === null) return null;
  const lines = play(run.counterexample[0], rules);
  return [
    `Core and reference part. Seed ${run.seed}, path ${run.counterexamplePath}, ` +
      `${run.numShrinks} times shrunk to ${lines.length} steps:`,
    printed(lines),
  ].join('\n');
}
