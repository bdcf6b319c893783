/** The pause before a retry: bounded, with jitter, and never shorter than requested. */
import { expect, it } from 'vitest';
import { backOffMs, readRetryAfter, withJitter } from './backoff.ts';

const now = new Date('2026-11-22T08:00:00.000Z');

it('doubles its bound up to the longest, with full jitter', () => {
  const longest = (failures: number) => backOffMs(failures, 300_000, () => 1);
  expect([1, 2, 3, 9, 10, 1_000].map(longest)).toEqual([
    1_000, 2_000, 4_000, 256_000, 300_000, 300_000,
  ]);
  expect(backOffMs(5, 300_000, () => 0)).toBe(100);
  expect(backOffMs(5, 300_000, () => 0.25)).toBe(4_000);
});

it('reads seconds and dates only', () => {
  expect(readRetryAfter('120', now)).toBe(120_000);
  expect(readRetryAfter('Sun, 22 Nov 2026 08:01:00 GMT', now)).toBe(60_000);
  expect(readRetryAfter('Sun, 22 Nov 2026 07:00:00 GMT', now)).toBe(0);
  expect(readRetryAfter('999999999', now)).toBe(3_600_000);
  for (const nonsense of [null, '', 'soon', '-5', '1e9'])
    expect(readRetryAfter(nonsense, now) ?? 0).toBe(0);
});

it('adds jitter for devices that received the same time', () => {
  expect(withJitter(5_000, () => 0)).toBe(5_000);
  expect(withJitter(5_000, () => 1)).toBe(10_000);
  expect(withJitter(0, () => 1)).toBe(1_000);
  expect(withJitter(3_600_000, () => 1)).toBe(3_630_000);
});
