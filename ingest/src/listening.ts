/** Since when this process hears telemetry, and when the platform heard any before: for faults known before. */
import type { Instant, Listening } from '@rooms-pro/core';
import type { LastSeen } from '@rooms-pro/store';

/** To be asked once the times are loaded that were written before this process began. */
export function listeningFrom(lastSeen: LastSeen, since: Instant): Listening {
  let pausedFrom: Instant | null = null;
  for (const [, at] of lastSeen.all()) if (pausedFrom === null || at > pausedFrom) pausedFrom = at;
  return { since, pausedFrom: pausedFrom !== null && pausedFrom < since ? pausedFrom : since };
}
