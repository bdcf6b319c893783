/** Token buckets of keys: what a key may ask for, and how many unknown ones are looked up. */
import type { Instant } from '@rooms-pro/core';
import type { KeyOwner } from '@rooms-pro/store';
import { type Quotas, unknownKeysPerMinute } from './quotas.ts';
import { createThrottle } from './rateLimit.ts';

/** As many keys as the key ring remembers. */
const mostSources = 200_000;

/** Makes the buckets, all full. Each process has its own. */
export function createKeyQuota(quotas: Quotas) {
  const bucketsOf = (perSource: number) =>
    createThrottle({ perSource, overall: Number.MAX_SAFE_INTEGER, mostSources });
  const devices = bucketsOf(quotas.deviceRequestsPerMinute);
  const gateways = bucketsOf(quotas.gatewayRequestsPerMinute);
  const unknown = createThrottle(unknownKeysPerMinute);

  return {
    /** Takes a request of a good key; how many seconds to wait when there is none left, else 0. */
    take(speaker: KeyOwner, keyId: string, now: Instant): number {
      return (speaker.kind === 'device' ? devices : gateways).take(keyId, now);
    },
    /** How many seconds until a key that is not in memory may be looked up; 0: now. */
    waitToLookUp: (source: string, now: Instant) => unknown.wait(source, now),
    /** Counts a key that was looked up and is not good. Good keys cost nothing. */
    countUnknown(source: string, now: Instant): void {
      unknown.take(source, now);
    },
  };
}
export type KeyQuota = ReturnType<typeof createKeyQuota>;
