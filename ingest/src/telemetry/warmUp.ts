/** Since when this process hears telemetry, and when the platform heard any before: for faults known before. */
import { type Availability, between, type Instant, readInstant, scaleWait } from '@rooms-pro/core';
import type { LastSeen, Store } from '@rooms-pro/store';
import type { RoomDeps } from '../deps.ts';

/** One small setting, written while some fault waits for its confirmation. */
const document = 'listening';
const noteEveryMs = 60_000;

/** To be asked once the last-seen times are loaded that were written before this process began. */
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

/** Notes that the platform hears telemetry, once a minute at the pace of the rules at most. */
export function createWarmUpNote({
  store,
  rules,
  log,
}: Pick<RoomDeps, 'store' | 'rules' | 'log'>): (now: Instant) => Promise<void> {
  let notedAt: Instant | null = null;
  return async (now) => {
    const isRecent =
      notedAt !== null && between(notedAt, now) < scaleWait(noteEveryMs, rules) * 0.9;
    if (isRecent) return;
    notedAt = now;
    await store.putDocument('setting', document, { latest: now }).catch((error: unknown) => {
      log.error('store.failed', {}, error);
    });
  };
}
