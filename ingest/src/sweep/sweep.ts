/**
 * Applies the passing of time: due changes and disconnections. Runs every minute, in any number of
 * processes at the same time: for a second sweep of the same room `advance` returns no change.
 */

import { randomUUID } from 'node:crypto';
import { eachBounded, singleFlight } from '@rooms-pro/async';
import { between, type Instant, nextDue, type Rules, rulesFor, scaleWait } from '@rooms-pro/core';
import {
  changeRoom,
  isUnreadable,
  openOutageRepository,
  type RuleRepository,
} from '@rooms-pro/store';
import { type RoomDeps, withCurrentRules } from '../deps.ts';
import { createWarmUpNote } from '../telemetry/warmUp.ts';
import { createCorrelatedRooms } from './correlatedRooms.ts';
import { findDisconnected, type Step } from './disconnectedRooms.ts';
import { createOutageEnds } from './outageEnds.ts';
import { createRoomWatch, type RoomWatch } from './roomWatch.ts';

export type SweepDeps = RoomDeps & {
  /** Since when this process receives telemetry; earlier missing telemetry is not a fault of a room. */
  readonly listeningSince: Instant;
  /** The source of the rules, if managers may change them. */
  readonly ruleRepository?: Pick<RuleRepository, 'load' | 'onChange'>;
};

/** The result of one sweep. */
export type SweepResult = {
  readonly rooms: number;
  /** Rooms with a due change. */
  readonly ticked: number;
  /** Rooms that became disconnected. */
  readonly silenced: number;
  /** Rooms with a failed commit; the next sweep tries again. */
  readonly failed: number;
  /** Whether the process has received telemetry for long enough to count a room as disconnected. */
  readonly mayAccuse: boolean;
};

/** Runs one sweep; a call during a sweep returns the result of that sweep. `stop` unsubscribes from the store. */
export type Sweep = { (): Promise<SweepResult>; stop(): void };

const roomsAtOnce = 64;
/** Same as the interval of telemetry: more frequent writes would cost more than the telemetry of unchanged rooms. */
const flushEveryMs = 300_000;

/** The interval of sweeps: a minute, or shorter when the rules run at a faster pace. */
export function sweepEveryMs(rules: Rules): number {
  return Math.min(60_000, Math.max(250, Math.floor(rules.disconnectedAfterMs / 20)));
}

/** Creates the sweep; its first run reads all rooms, later runs use the commits. */
export function createSweep(deps: SweepDeps): Sweep {
  const watch = createRoomWatch(deps);
  const outages = openOutageRepository(deps.store);
  const endOutages = createOutageEnds({ ...deps, watch, outages });
  const window = createWarmUpWindow(deps);
  const flush = createFlush(deps);
  const noteWarmUp = createWarmUpNote(deps);
  const stopListening = deps.ruleRepository?.onChange(watch.reload);
  const commitAll = createCommits(deps, watch);

  async function run(): Promise<SweepResult> {
    const now = deps.now();
    const mayAccuse = window.hasListened(now, deps.rules());
    await deps.ruleRepository?.load();
    const current = { ...withCurrentRules(deps), watch, outages };
    const { rules } = current;
    await watch.ready();
    const due = [...watch.rooms()].filter(({ dueAt }) => dueAt !== null && dueAt <= now);
    const countCorrelated = createCorrelatedRooms(watch.rooms);
    const ticks = due.map(
      (room): Step => ({
        roomId: room.roomId,
        input: () => ({ kind: 'tick', neighbours: countCorrelated(room) }),
      }),
    );
    const ticked = await commitAll(ticks, now, rules);
    const silenced = await commitAll(
      mayAccuse ? await findDisconnected(current, now) : [],
      now,
      rules,
    );
    await commitAll(await endOutages(now, rules), now, rules);
    await checkQuarantine(deps);
    await flush(now, rules);
    if ([...watch.rooms()].some((room) => room.isConfirming)) await noteWarmUp(now, rules);
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

  return Object.assign(singleFlight(run), {
    stop() {
      stopListening?.();
      watch.stop();
    },
  });
}

/** Commits steps, different rooms in parallel; the next sweep repeats a failed step. */
function createCommits(deps: SweepDeps, watch: RoomWatch) {
  return async (steps: readonly Step[], now: Instant, rules: Rules) => {
    const correlationId = `sweep-${randomUUID()}`;
    let committed = 0;
    let failed = 0;
    await eachBounded(steps, roomsAtOnce, async ({ roomId, input: inputNow }) => {
      try {
        const input = inputNow();
        if (input === null) return;
        const known = await deps.cache.get(roomId);
        const request = { roomId, input, via: 'platform', correlationId, now, known } as const;
        const changed = await changeRoom(deps.store, rules, request);
        if (changed.committed) committed += 1;
        if (changed.stored === null) return;
        const { value } = changed.stored;
        // Later messages may have postponed the due time, and no commit reports that.
        if (changed.committed) watch.note(value);
        else watch.note(value, nextDue(value, rulesFor(rules, value), now));
      } catch (error) {
        // The log already contains the document, and the watch has removed the room.
        if (isUnreadable(error)) return;
        failed += 1;
        deps.log.error('room.sweepFailed', { roomId, correlationId }, error);
      }
    });
    return { committed, failed };
  };
}

/** Whether the process has run for a whole window; a gap between sweeps restarts the window. */
function createWarmUpWindow({ listeningSince }: SweepDeps) {
  let since = listeningSince;
  let lastRun = listeningSince;
  return {
    hasListened(now: Instant, rules: Rules): boolean {
      const gapMs = between(lastRun, now);
      if (gapMs < 0 || gapMs > rules.disconnectedAfterMs / 2) since = now;
      lastRun = now;
      return between(since, now) >= rules.disconnectedAfterMs;
    },
  };
}

/** Maximum number of documents in quarantine that each sweep reads again. */
const maxChecks = 200;

/** Reads documents in quarantine again, so that the next sweep includes repaired rooms. */
async function checkQuarantine({ store, log }: SweepDeps): Promise<void> {
  if (store.quarantine.size === 0) return;
  await store.quarantine.checkAgain(maxChecks).catch((error: unknown) => {
    log.error('store.failed', {}, error);
  });
}

/** Writes last-seen times at most every five minutes, at the pace of the rules. The next flush repeats a failed write. */
function createFlush({ lastSeen, log }: SweepDeps) {
  let flushedAt: Instant | null = null;
  return async (now: Instant, rules: Rules): Promise<void> => {
    const everyMs = scaleWait(flushEveryMs, rules);
    const ageMs = flushedAt === null ? everyMs : between(flushedAt, now);
    // A sweep may run slightly early, so the interval has a tolerance.
    if (ageMs < everyMs - scaleWait(500, rules)) return;
    flushedAt = now;
    try {
      await lastSeen.flush();
    } catch (error) {
      log.error('lastSeen.failed', {}, error);
    }
  };
}
