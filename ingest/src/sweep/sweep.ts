/**
 * The clock's way in: what fell due, and who went silent. Runs every minute, in any number of
 * places at once: `advance` makes a second sweep of the same room a commit of nothing.
 */

import { randomUUID } from 'node:crypto';
import { between, type Instant, nextDue, type Rules, rulesFor, scaleWait } from '@rooms-pro/core';
import {
  changeRoom,
  isUnreadable,
  openOutageRepository,
  type RuleRepository,
} from '@rooms-pro/store';
import type { RoomDeps } from '../deps.ts';
import { eachBounded } from '../eachBounded.ts';
import { createWarmUpNote } from '../telemetry/warmUp.ts';
import { createCorrelatedRooms } from './correlatedRooms.ts';
import { findDisconnected, type Step } from './disconnectedRooms.ts';
import { createOutageEnds } from './outageEnds.ts';
import { createRoomWatch, type RoomWatch } from './roomWatch.ts';

export type SweepDeps = RoomDeps & {
  /** Since when this process can hear telemetry; silence before that is our own. */
  readonly listeningSince: Instant;
  /** Where the rules come from, when managers may change them. */
  readonly ruleBook?: Pick<RuleRepository, 'load' | 'onChange'>;
};

/** What one sweep did. */
export type SweepResult = {
  readonly rooms: number;
  /** Rooms changed because time took effect. */
  readonly ticked: number;
  /** Rooms found disconnected. */
  readonly silenced: number;
  /** Rooms that could not be committed; the next sweep tries again. */
  readonly failed: number;
  /** Whether we have listened long enough to call a room disconnected. */
  readonly mayAccuse: boolean;
};

/** Runs one sweep; a call during a sweep joins it. `stop` lets go of the store. */
export type Sweep = { (): Promise<SweepResult>; stop(): void };

const roomsAtOnce = 64;
/** As often as rooms beat: written oftener, quiet rooms would cost more than their telemetry. */
const flushEveryMs = 300_000;

/** How often to sweep: every minute, oftener when rules run at a faster pace. */
export function sweepEveryMs(rules: Rules): number {
  return Math.min(60_000, Math.max(250, Math.floor(rules.disconnectedAfterMs / 20)));
}

/** Makes the sweep; its first run reads all rooms, later ones follow the commits. */
export function createSweep(deps: SweepDeps): Sweep {
  const watch = createRoomWatch(deps);
  const silence = { ...deps, watch, outages: openOutageRepository(deps.store) };
  const endOutages = createOutageEnds(silence);
  const window = createListeningWindow(deps);
  const flush = createFlush(deps);
  const noteListening = createWarmUpNote(deps);
  const stopListening = deps.ruleBook?.onChange(watch.forget);
  const commitAll = createCommits(deps, watch);
  let running: Promise<SweepResult> | null = null;

  async function run(): Promise<SweepResult> {
    const now = deps.now();
    const mayAccuse = window.hasListened(now);
    await deps.ruleBook?.load();
    await watch.ready();
    const due = [...watch.rooms()].filter(({ dueAt }) => dueAt !== null && dueAt <= now);
    const neighboursOf = createCorrelatedRooms(watch.rooms);
    const ticks = due.map(
      (room): Step => ({
        roomId: room.roomId,
        input: () => ({ kind: 'tick', neighbours: neighboursOf(room) }),
      }),
    );
    const ticked = await commitAll(ticks, now);
    const silenced = await commitAll(mayAccuse ? await findDisconnected(silence, now) : [], now);
    await commitAll(await endOutages(now), now);
    await checkQuarantine(deps);
    await flush(now);
    if ([...watch.rooms()].some((room) => room.isConfirming)) await noteListening(now);
    const result: SweepResult = {
      rooms: [...watch.rooms()].length,
      ticked: ticked.committed,
      silenced: silenced.committed,
      failed: ticked.failed + silenced.failed,
      mayAccuse,
    };
    deps.log.debug('sweep.finished', { ...result, tookMs: between(now, deps.now()) });
    return result;
  }

  const sweep = (): Promise<SweepResult> => {
    running ??= run().finally(() => {
      running = null;
    });
    return running;
  };
  return Object.assign(sweep, {
    stop() {
      stopListening?.();
      watch.stop();
    },
  });
}

/** Commits steps, different rooms side by side; one that fails waits for the next sweep. */
function createCommits(deps: SweepDeps, watch: RoomWatch) {
  return async (steps: readonly Step[], now: Instant) => {
    const correlationId = `sweep-${randomUUID()}`;
    let committed = 0;
    let failed = 0;
    await eachBounded(steps, roomsAtOnce, async ({ roomId, input: inputNow }) => {
      try {
        const input = inputNow();
        if (input === null) return;
        const known = await deps.cache.get(roomId);
        const request = { roomId, input, via: 'platform', correlationId, now, known } as const;
        const changed = await changeRoom(deps.store, deps.rules, request);
        if (changed.committed) committed += 1;
        if (changed.stored === null) return;
        const { value } = changed.stored;
        // What was heard since may have put off what was due: no commit tells of that.
        if (changed.committed) watch.note(value);
        else watch.note(value, nextDue(value, rulesFor(deps.rules, value), now));
      } catch (error) {
        // Named when it was found; the watch has let go of it.
        if (isUnreadable(error)) return;
        failed += 1;
        deps.log.error('room.sweepFailed', { roomId, correlationId }, error);
      }
    });
    return { committed, failed };
  };
}

/** Tells whether we were awake for a whole window; a gap between sweeps starts it anew. */
function createListeningWindow({ listeningSince, rules }: SweepDeps) {
  let since = listeningSince;
  let lastRun = listeningSince;
  return {
    hasListened(now: Instant): boolean {
      const gapMs = between(lastRun, now);
      if (gapMs < 0 || gapMs > rules.disconnectedAfterMs / 2) since = now;
      lastRun = now;
      return between(since, now) >= rules.disconnectedAfterMs;
    },
  };
}

/** Of a whole database in quarantine, so many documents are read again with each sweep. */
const mostAtOnce = 200;

/** Reads documents in quarantine again: what was repaired is swept from the next minute on. */
async function checkQuarantine({ store, log }: SweepDeps): Promise<void> {
  if (store.quarantine.size === 0) return;
  await store.quarantine.checkAgain(mostAtOnce).catch((error: unknown) => {
    log.error('store.failed', {}, error);
  });
}

/** Writes last-seen times at most every five minutes, at the pace of the rules. What could not be written waits for the next. */
function createFlush({ lastSeen, log, rules }: SweepDeps): (now: Instant) => Promise<void> {
  let flushedAt: Instant | null = null;
  return async (now) => {
    const everyMs = scaleWait(flushEveryMs, rules);
    const ageMs = flushedAt === null ? everyMs : between(flushedAt, now);
    // A sweep that runs a little early is the one.
    if (ageMs < everyMs - scaleWait(500, rules)) return;
    flushedAt = now;
    try {
      await lastSeen.flush();
    } catch (error) {
      log.error('lastSeen.failed', {}, error);
    }
  };
}
