/** Durations and zones in sentences: correct English for every length, and no time without its zone. */
import { describe, expect, it } from 'vitest';
import { profileChange } from '../contracts/rooms/profile.ts';
import { instantAfter } from '../instant.ts';
import {
  formatAgo,
  formatDay,
  formatDuration,
  formatElapsed,
  formatExactTime,
  formatRoughDuration,
  formatTime,
  formatTimeOfDay,
  formatUntil,
} from './time.ts';
import { resolveTimeZone, timeZoneNamed, timeZoneNames } from './timeZones.ts';

const at = '2026-11-22T07:05:09.000Z';
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** From before the event to ten years after it, with the values around every limit. */
const lengths = [second, 10 * second, minute, hour, day, 2 * day, 30 * day, 365 * day, 3650 * day]
  .flatMap((border) => [border - 1, border, border + 1, border * 1.5])
  .concat([-day, -1, 0, 1, Number.NaN]);

describe.each(lengths)('a length of %d ms', (ms) => {
  const nowMs = Date.parse(at) + ms;
  const noun = /^(?:less than 1 s|[1-9]\d* (?:s|min|h|days)|1 day)(?: [1-9]\d* (?:h|min))?$/;

  it('is a noun phrase: `for`, `after` and `within` fit before it', () => {
    expect(formatDuration(ms)).toMatch(noun);
    expect(formatRoughDuration(ms)).toMatch(noun);
    expect(formatElapsed(at, nowMs)).toBe(`for ${formatRoughDuration(ms)}`);
  });

  it('is an adverb for a point in time', () => {
    expect(formatAgo(at, nowMs, 'UTC')).toMatch(
      /^(?:just now|(?:[1-9]\d* (?:s|min|h|days)|1 day) ago|on 22 Nov 2026)$/,
    );
  });
});

describe('rough durations', () => {
  it.each([
    [42_999, '42 s'],
    [3 * minute, '3 min'],
    [hour - 1, '59 min'],
    [5 * hour + minute, '5 h'],
    [day + hour, '1 day'],
    [29 * day, '29 days'],
    [400 * day, '400 days'],
  ])('show %d ms as %s', (ms, said) => {
    expect(formatRoughDuration(ms)).toBe(said);
  });
});

describe('the one format of dates', () => {
  it('shows the parts that a text needs', () => {
    expect(formatTime(at, 'Europe/Berlin')).toBe('22 Nov 2026, 08:05');
    expect(formatExactTime(at, 'Europe/Berlin')).toBe('22 Nov 2026, 08:05:09 CET');
    expect(formatDay(at, 'Europe/Berlin')).toBe('22 Nov 2026');
    expect(formatTimeOfDay(at, 'Europe/Berlin')).toBe('08:05:09');
  });

  it('contains a zone that may not be the zone of the reader', () => {
    expect(formatTime(at, { named: 'Europe/Lisbon' })).toBe('22 Nov 2026, 07:05 WET');
    expect(formatUntil({ kind: 'time', at }, { named: 'Europe/Berlin' })).toBe(
      'until 22 Nov 2026, 08:05 CET',
    );
  });

  it('returns a text that is not a time unchanged', () => {
    for (const say of [formatExactTime, formatDay, formatTimeOfDay]) {
      expect(say('yesterday', 'UTC')).toBe('yesterday');
    }
    expect(formatAgo(instantAfter(at, -minute), Date.parse(at), 'Mars/Olympus')).toBe('1 min ago');
  });
});

describe('names of time zones', () => {
  const pairs = [
    ['Asia/Calcutta', 'Asia/Kolkata'],
    ['Europe/Kiev', 'Europe/Kyiv'],
    ['Asia/Saigon', 'Asia/Ho_Chi_Minh'],
    ['Asia/Katmandu', 'Asia/Kathmandu'],
    ['America/Godthab', 'America/Nuuk'],
  ] as const;

  it.each(pairs)('%s and %s are one zone, and both are valid and offered', (older, newer) => {
    expect(resolveTimeZone(newer)).toBe(resolveTimeZone(older));
    expect(formatTime(at, newer)).toBe(formatTime(at, older));
    for (const name of [older, newer]) {
      expect(profileChange.parse({ timeZone: name })).toEqual({ timeZone: name });
      expect(timeZoneNames()).toContain(name);
    }
  });

  it('are accepted in any case and returned in their usual case', () => {
    expect(timeZoneNamed('asia/kolkata')).toBe('Asia/Kolkata');
    expect(timeZoneNamed('EUROPE/BERLIN')).toBe('Europe/Berlin');
  });

  it('are accepted exactly when Intl accepts them', () => {
    expect(timeZoneNames().filter((name) => timeZoneNamed(name) === null)).toEqual([]);
    for (const name of ['Mars/Olympus', '', '+05:30', 'x'.repeat(80)]) {
      expect(timeZoneNamed(name)).toBeNull();
    }
  });
});
