/**
 * Slows down who guesses. Written here rather than taken from a library: the clock must come in, the
 * memory must stay bounded however many addresses an attacker has, and what succeeded is given back.
 */
import { isIPv6 } from 'node:net';
import type { Instant } from '@rooms-pro/core';

export type ThrottleLimits = {
  /** Attempts that one source may make at once, refilled evenly within a minute. */
  readonly perSource: number;
  /** The same for all sources together. */
  readonly overall: number;
  /** Sources remembered at once; all are forgotten when there are more. */
  readonly mostSources?: number;
};

type Bucket = { tokens: number; filledAtMs: number };

const minuteMs = 60_000;

/** Whoever has one address of IPv6 has the whole network that it is of: the first 64 bits. */
function networkOf(source: string): string {
  if (!isIPv6(source)) return source;
  const [head = '', tail] = source.replace(/%.*$/, '').toLowerCase().split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail ? tail.split(':') : [];
  if (last.at(-1)?.includes('.')) return source;
  const zeros = tail === undefined ? 0 : 8 - first.length - last.length;
  const groups = [...first, ...Array.from({ length: zeros }, () => '0'), ...last];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}

/** Makes a throttle that starts with nobody known. */
export function createThrottle({ perSource, overall, mostSources = 10_000 }: ThrottleLimits) {
  const sources = new Map<string, Bucket>();
  const all: Bucket = { tokens: overall, filledAtMs: 0 };

  function fill(bucket: Bucket, size: number, nowMs: number): Bucket {
    const passedMs = Math.max(0, nowMs - bucket.filledAtMs);
    bucket.tokens = Math.min(size, bucket.tokens + (passedMs / minuteMs) * size);
    bucket.filledAtMs = nowMs;
    return bucket;
  }

  function bucketOf(address: string, nowMs: number): Bucket {
    const source = networkOf(address);
    const known = sources.get(source);
    if (known !== undefined) return fill(known, perSource, nowMs);
    if (sources.size >= mostSources) sources.clear();
    const fresh: Bucket = { tokens: perSource, filledAtMs: nowMs };
    sources.set(source, fresh);
    return fresh;
  }

  /** How many seconds until there is an attempt left; 0: there is one. */
  function secondsToWait(own: Bucket, nowMs: number): number {
    fill(all, overall, nowMs);
    if (own.tokens >= 1 && all.tokens >= 1) return 0;
    const wait = Math.max((1 - own.tokens) / perSource, (1 - all.tokens) / overall);
    return Math.ceil(wait * (minuteMs / 1000));
  }

  return {
    /** How many seconds to wait for an attempt, without taking it. */
    wait(source: string, now: Instant): number {
      const nowMs = Date.parse(now);
      return secondsToWait(bucketOf(source, nowMs), nowMs);
    },
    /** Takes an attempt; answers how many seconds to wait when there is none left, else 0. */
    take(source: string, now: Instant): number {
      const nowMs = Date.parse(now);
      const own = bucketOf(source, nowMs);
      const wait = secondsToWait(own, nowMs);
      if (wait > 0) return wait;
      own.tokens -= 1;
      all.tokens -= 1;
      return 0;
    },
    /** Gives an attempt back that turned out honest. */
    giveBack(source: string): void {
      const own = sources.get(networkOf(source));
      if (own !== undefined) own.tokens = Math.min(perSource, own.tokens + 1);
      all.tokens = Math.min(overall, all.tokens + 1);
    },
  };
}
