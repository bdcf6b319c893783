import { describe, expect, it } from 'vitest';
import { sayAgo, sayAgoInSentence, sayUntil } from './dates.ts';

const at = '2026-11-22T08:00:00.000Z';
const after = (ms: number) => sayAgo(at, Date.parse(at) + ms);
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('sayAgo', () => {
  it.each([
    [0, 'just now'],
    [-hour, 'just now'],
    [42_999, '42 s'],
    [3 * minute, '3 min'],
    [hour - 1, '59 min'],
    [5 * hour, '5 h'],
    [day, '1 day'],
    [2 * day, '2 days'],
    [29 * day, '29 days'],
  ])('says %i ms as %s', (ms, words) => {
    expect(after(ms)).toBe(words);
  });

  it('gives the date of what is long ago', () => {
    expect(after(40 * day)).toContain('2026');
  });
});

describe('sayAgoInSentence', () => {
  it('says ago of durations only', () => {
    const say = (ms: number) => sayAgoInSentence(at, Date.parse(at) + ms);
    expect(say(3 * minute)).toBe('3 min ago');
    expect(say(day)).toBe('1 day ago');
    expect(say(0)).toBe('just now');
    expect(say(40 * day)).not.toContain('ago');
  });
});

describe('sayUntil', () => {
  it('says each way a suppression can end', () => {
    expect(sayUntil({ kind: 'recovery' })).toBe('until it recovers');
    expect(sayUntil({ kind: 'lifted' })).toBe('until it is lifted');
    expect(sayUntil({ kind: 'time', at })).toMatch(/^until .*2026/);
  });
});
