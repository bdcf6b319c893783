/** Since when this process receives telemetry, and when the platform last received any before the process started. */
import {
  type Availability,
  between,
  type Instant,
  type Rules,
  readInstant,
  scaleWait,
} from '@rooms-pro/core';
import type { LastSeen, Store } from '@rooms-pro/store';
import type { RoomDeps } from '../deps.ts';

/** A small setting, written while a fault waits for its confirmation. */
const document = 'listening';
const noteEveryMs = 60_000;

/** Call it after `lastSeen.load()`, so that the times before the start of this process are known. */
export async function availabilityFrom(
  store: Store,
  lastSeen: LastSeen,
  since: Instant,
): Promise<Availability> {
  const noted = await store.document<{ readonly latest?: unknown }>('setting', document);
  let pausedFrom = readInstant(noted?.value.latest);
  for (const [, at] of lastSeen.all()) if (pausedFrom === null || at > pausedFrom) pausedFrom = at;
  return { since, pausedFrom: pausedFrom !== null && pausedFrom < since ? pausedFrom : since };
}

/** Records that the platform receives telemetry, at most once a minute at the pace of the rules. */
export function createWarmUpNote({
  store,
  log,
}: Pick<RoomDeps, 'store' | 'log'>): (now: Instant, rules: Rules) => Promise<void> {
  let notedAt: Instant | null = null;
  return async (now, rules) => {
    const isRecent =
      notedAt !== null && between(notedAt, now) < scaleWait(noteEveryMs, rules) * 0.9;
    if (isRecent) return;
    notedAt = now;
    await store.putDocument('setting', document, { latest: now }).catch((error: unknown) => {
      log.error('store.failed', {}, error);
    });
  };
}
