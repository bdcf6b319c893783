/**
 * Forty rooms whose telemetry is late, repeated and wrongly dated, through restarts and outages. What is
 * true is known; the judge reads only what the product shows. The suite plays 18 hours;
 * `TRUTH_DAYS=5 TRUTH_SEED=2` plays five days of another seed.
 */
import { describe, expect, it } from 'vitest';
import { openHandPlatform } from './truth/platform/platform.ts';
import { type Played, plannedFor, play } from './truth/platform/play.ts';
import { createWorld, type Fault, type World } from './truth/scenario/groundTruth.ts';
import { hours } from './truth/scenario/times.ts';
import { judge, mustFind } from './truth/verdict/judge.ts';
import { sayVerdict, type Verdict } from './truth/verdict/verdict.ts';

const seed = Number(process.env['TRUTH_SEED'] ?? 1);
const spanMs = hours(24 * Number(process.env['TRUTH_DAYS'] ?? 0.75));
const limitMs = 600_000;

async function playOnce(world: World, withheld: ReadonlySet<number> = new Set()): Promise<Played> {
  const platform = await openHandPlatform();
  try {
    return await play(world, platform, { withheld });
  } finally {
    await platform.close();
  }
}

/** Findings but those that no method can avoid. */
function faultsIn({ findings }: Verdict) {
  return findings.filter(({ kind }) => kind !== 'overtaken' && kind !== 'endUnheard');
}

describe('forty rooms whose telemetry is late', () => {
  it('misses no fault and opens no false incident', { timeout: limitMs }, async () => {
    const world = createWorld({ seed, spanMs, roomCount: 40 });
    const played = await playOnce(world);
    const verdict = judge(world, played);
    if (process.env['TRUTH_DAYS']) console.log(sayVerdict(verdict));
    expect(faultsIn(verdict), sayVerdict(verdict)).toEqual([]);
    expect(verdict.total).toMatchObject({ missed: 0, false: 0, duplicates: 0 });
    // The scenario has something of everything.
    expect(verdict.total.expected).toBeGreaterThan(100);
    expect(verdict.total.blips).toBeGreaterThan(100);
    expect([...verdict.classes.keys()]).toEqual(expect.arrayContaining([...mustOccur]));
  });

  it('sees three faults missed when three are withheld', { timeout: limitMs }, async () => {
    const world = createWorld({ seed: seed + 1, spanMs: hours(10), roomCount: 20 });
    const planned = plannedFor(world);
    const found = world.faults.filter((fault) => mustFind(planned, fault));
    const withheld = spread(found, 3);
    expect(withheld).toHaveLength(3);
    const { findings, total } = judge(
      world,
      await playOnce(world, new Set(withheld.map(({ id }) => id))),
    );
    const missed = findings.filter(({ kind }) => kind === 'missed');
    expect(missed.map(({ room, signal }) => `${room} ${signal}`).sort()).toEqual(
      withheld.map(({ room, signal }) => `${room} ${signal}`).sort(),
    );
    expect(total.missed).toBe(3);
  });
});

const mustOccur = [
  'app by its heartbeats',
  'clock dayAhead',
  'clock dayBehind',
  'clock drifting',
  'clock setBackByADay',
  'clock twoMinutesBehind',
  'connection',
  'kind fastFlapping',
  'kind slowFlapping',
  'numbered no',
  'outage',
  'path delayed',
  'path gateway',
  'path one',
  'path restart',
  'path several',
  'time-drift',
];

function spread(faults: readonly Fault[], count: number): Fault[] {
  const stepOf = Math.max(1, Math.floor(faults.length / count));
  return faults.filter((_, index) => index % stepOf === 0).slice(0, count);
}
