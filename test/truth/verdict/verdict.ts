/** What the judge says: counts by class, and each finding in a sentence. */
export type Counts = {
  expected: number;
  found: number;
  missed: number;
  /** Faults that need not be found: over, or cut off, before the rule's time had passed. */
  optional: number;
  blips: number;
  /** Incidents without a fault. */
  false: number;
  /** Blips whose end the platform had not received when the rule's time had passed. */
  overtaken: number;
  endUnheard: number;
  duplicates: number;
};

export type FindingKind =
  | 'missed'
  | 'false'
  | 'overtaken'
  | 'endUnheard'
  | 'duplicate'
  | 'resolvedTooSoon'
  | 'stuckOpen'
  | 'shownHealthy'
  | 'outageMissed'
  | 'outageFalse'
  | 'notMarkedFlapping';

export type Finding = {
  readonly kind: FindingKind;
  readonly at: number;
  readonly room: number;
  readonly signal: string;
  readonly what: string;
};

export type Verdict = {
  /** By class, such as `clock dayAhead` or `path several`. */
  readonly classes: ReadonlyMap<string, Counts>;
  readonly total: Counts;
  readonly findings: readonly Finding[];
  /** From the receipt of a fault to its incident, beyond the rule's time; milliseconds of the scenario. */
  readonly delaysMs: readonly number[];
};

export const noCounts = (): Counts => ({
  expected: 0,
  found: 0,
  missed: 0,
  optional: 0,
  blips: 0,
  false: 0,
  overtaken: 0,
  endUnheard: 0,
  duplicates: 0,
});

export type Tally = {
  add(classes: readonly string[], what: keyof Counts): void;
  note(finding: Finding): void;
  delay(ms: number): void;
  verdict(): Verdict;
};

export function createTally(): Tally {
  const classes = new Map<string, Counts>();
  const total = noCounts();
  const findings: Finding[] = [];
  const delaysMs: number[] = [];
  return {
    add(names, what) {
      total[what] += 1;
      for (const name of names) {
        const counts = classes.get(name) ?? noCounts();
        counts[what] += 1;
        classes.set(name, counts);
      }
    },
    note: (finding) => findings.push(finding),
    delay: (ms) => delaysMs.push(ms),
    verdict: () => ({ classes, total, findings, delaysMs }),
  };
}

/** A time of the scenario as people read it: `d2 07:31:05`. */
export function sayAt(ms: number): string {
  const iso = new Date(Math.max(0, ms)).toISOString();
  return `d${Math.floor(ms / 86_400_000)} ${iso.slice(11, 19)}`;
}

/** The verdict as a table, with the first findings. */
export function sayVerdict({ classes, total, findings, delaysMs }: Verdict, most = 40): string {
  const names = Object.keys(total) as (keyof Counts)[];
  const line = (name: string, counts: Counts) =>
    [name.padEnd(26), ...names.map((one) => String(counts[one]).padStart(10))].join(' ');
  const sorted = delaysMs.toSorted((a, b) => a - b);
  const quantile = (part: number) =>
    Math.round((sorted[Math.floor((sorted.length - 1) * part)] ?? 0) / 1_000);
  return [
    ['class'.padEnd(26), ...names.map((one) => one.padStart(10))].join(' '),
    ...[...classes]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, counts]) => line(name, counts)),
    line('all', total),
    `delay beyond the rule's time, s: p50 ${quantile(0.5)}, p95 ${quantile(0.95)}, most ${quantile(1)}`,
    ...findings
      .slice(0, most)
      .map(
        ({ kind, at, room, signal, what }) =>
          `${kind} ${sayAt(at)} room ${room} ${signal}: ${what}`,
      ),
    ...(findings.length > most ? [`… and ${findings.length - most} more findings`] : []),
  ].join('\n');
}
