/**
 * Limits attempts, against guessing. Not from a library, because it needs an injected clock, bounded memory
 * for any number of attacker addresses, and a way to return successful attempts.
 */
import type { Instant } from '@rooms-pro/core';
import ipaddr from 'ipaddr.js';

export type ThrottleLimits = {
  /** Attempts of one source, refilled evenly within a minute. */
  readonly perSource: number;
  /** The same for all sources together. */
  readonly overall: number;
  /** Maximum number of sources in memory; above it the map is cleared. */
  readonly mostSources?: number;
};

type Bucket = { tokens: number; filledAtMs: number };

const minuteMs = 60_000;

/** For IPv6 the source is the network, the first 64 bits, because a sender has all its addresses. */
function toNetwork(source: string): string {
  if (!ipaddr.IPv6.isValid(source)) return source;
  const address = ipaddr.IPv6.parse(source);
  // An IPv4 address in the form of IPv6 is one sender.
  if (address.isIPv4MappedAddress()) return address.toIPv4Address().toString();
  return address.parts.slice(0, 4).join(':');
}

/** Creates a throttle without known sources. */
export function createThrottle({ perSource, overall, mostSources = 10_000 }: ThrottleLimits) {
  const sources = new Map<string, Bucket>();
  const all: Bucket = { tokens: overall, filledAtMs: 0 };

  function fill(bucket: Bucket, size: number, nowMs: number): Bucket {
    const passedMs = Math.max(0, nowMs - bucket.filledAtMs);
    bucket.tokens = Math.min(size, bucket.tokens + (passedMs / minuteMs) * size);
    bucket.filledAtMs = nowMs;
    return bucket;
  }

  function findBucket(address: string, nowMs: number): Bucket {
    const source = toNetwork(address);
    const known = sources.get(source);
    if (known !== undefined) return fill(known, perSource, nowMs);
    if (sources.size >= mostSources) sources.clear();
    const fresh: Bucket = { tokens: perSource, filledAtMs: nowMs };
    sources.set(source, fresh);
    return fresh;
  }

  /** Seconds until the next attempt is permitted; 0: now. */
  function secondsToWait(own: Bucket, nowMs: number): number {
    fill(all, overall, nowMs);
    if (own.tokens >= 1 && all.tokens >= 1) return 0;
    const wait = Math.max((1 - own.tokens) / perSource, (1 - all.tokens) / overall);
    return Math.ceil(wait * (minuteMs / 1000));
  }

  return {
    /** Seconds until the next attempt is permitted, without counting an attempt. */
    wait(source: string, now: Instant): number {
      const nowMs = Date.parse(now);
      return secondsToWait(findBucket(source, nowMs), nowMs);
    },
    /** Counts an attempt; returns the seconds to wait if no attempt is left, or 0. */
    take(source: string, now: Instant): number {
      const nowMs = Date.parse(now);
      const own = findBucket(source, nowMs);
      const wait = secondsToWait(own, nowMs);
      if (wait > 0) return wait;
      own.tokens -= 1;
      all.tokens -= 1;
      return 0;
    },
    /** Returns an attempt that succeeded, so that it does not count. */
    giveBack(source: string): void {
      const own = sources.get(toNetwork(source));
      if (own !== undefined) own.tokens = Math.min(perSource, own.tokens + 1);
      all.tokens = Math.min(overall, all.tokens + 1);
    },
  };
}
