/** Token buckets for keys: the requests per key, and the reads of unknown keys. */
import type { Instant } from '@rooms-pro/core';
import type { KeyOwner } from '@rooms-pro/store';
import { type Quotas, unknownKeysPerMinute } from './quotas.ts';
import { createThrottle } from './rateLimit.ts';

/** Same as the number of keys that the key ring keeps. */
const mostSources = 200_000;

/** Creates full buckets. Each process has separate buckets. */
export function createKeyQuota(quotas: Quotas) {
  const createBuckets = (perSource: number) =>
    createThrottle({ perSource, overall: Number.MAX_SAFE_INTEGER, mostSources });
  const devices = createBuckets(quotas.deviceRequestsPerMinute);
  const gateways = createBuckets(quotas.gatewayRequestsPerMinute);
  const unknown = createThrottle(unknownKeysPerMinute);

  return {
    /** Counts a request of a valid key; returns the seconds to wait if its limit is reached, or 0. */
    take(speaker: KeyOwner, keyId: string, now: Instant): number {
      return (speaker.kind === 'device' ? devices : gateways).take(keyId, now);
    },
    /** Seconds until a key that is not in memory may be read from the store; 0: now. */
    waitToLookUp: (source: string, now: Instant) => unknown.wait(source, now),
    /** Counts a read of a key that is not valid. Valid keys do not count. */
    countUnknown(source: string, now: Instant): void {
      unknown.take(source, now);
    },
  };
}
export type KeyQuota = ReturnType<typeof createKeyQuota>;
