/** Times and durations as text. */
import type { SuppressedUntil } from '../room.ts';
import type { Instant } from '../words.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** The parts of a time that a text shows. */
type Shown = 'minute' | 'minuteAndZone' | 'secondAndZone' | 'second' | 'day';

const ofDay = { day: 'numeric', month: 'short', year: 'numeric' } as const;
const toMinute = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const withZone = { timeZoneName: 'short' } as const;
const shownParts: Readonly<Record<Shown, Intl.DateTimeFormatOptions>> = {
  minute: { ...ofDay, ...toMinute },
  minuteAndZone: { ...ofDay, ...toMinute, ...withZone },
  secondAndZone: { ...ofDay, ...toMinute, second: '2-digit', ...withZone },
  second: { ...toMinute, second: '2-digit' },
  day: ofDay,
};

/** Formatters are slow to create and few: one is cached for each time zone and form. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timeZone: string, shown: Shown): Intl.DateTimeFormat {
  const key = `${timeZone}|${shown}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', { ...shownParts[shown], timeZone });
  formats.set(key, made);
  return made;
}

/** The time as text, or `null` when the time or the zone does not exist. */
function format(instant: Instant, timeZone: string, shown: Shown): string | null {
  try {
    return formatFor(timeZone, shown).format(new Date(instant));
  } catch {
    return null;
  }
}

/** The zone of the reader. `named`: the reader may be in another one, so each time names the zone. */
export type ReaderZone = string | { readonly named: string };

/**
 * A time in a time zone, `22 Nov 2026, 08:05`. When the zone does not exist, the time is in UTC with the name
 * of the zone. A text that is not a time is returned unchanged.
 */
export function formatTime(instant: Instant, zone: ReaderZone): string {
  if (typeof zone !== 'string') return formatZonedTime(instant, zone.named);
  return format(instant, zone, 'minute') ?? format(instant, 'UTC', 'minuteAndZone') ?? instant;
}

/**
 * A time with the name of the zone, `22 Nov 2026, 08:05 CET`: for people who may be in another time zone
 * than the room.
 */
export function formatZonedTime(instant: Instant, timeZone: string): string {
  const shown = 'minuteAndZone';
  return format(instant, timeZone, shown) ?? format(instant, 'UTC', shown) ?? instant;
}

/** A time to the second with the name of the zone, `22 Nov 2026, 08:05:09 CET`. */
export function formatExactTime(instant: Instant, timeZone: string): string {
  const shown = 'secondAndZone';
  return format(instant, timeZone, shown) ?? format(instant, 'UTC', shown) ?? instant;
}

/** The time of day to the second, `08:05:09`. */
export function formatTimeOfDay(instant: Instant, timeZone: string): string {
  return format(instant, timeZone, 'second') ?? instant;
}

/** The day alone, `22 Nov 2026`. */
export function formatDay(instant: Instant, timeZone: string): string {
  return format(instant, timeZone, 'day') ?? format(instant, 'UTC', 'day') ?? instant;
}

function unit(count: number, name: 'day' | 'h' | 'min'): string {
  return name === 'day' && count !== 1 ? `${count} days` : `${count} ${name}`;
}

function twoUnits(
  ms: number,
  big: number,
  small: number,
  names: readonly ['day' | 'h', 'h' | 'min'],
) {
  const rest = Math.floor((ms % big) / small);
  const bigPart = unit(Math.floor(ms / big), names[0]);
  return rest === 0 ? bigPart : `${bigPart} ${unit(rest, names[1])}`;
}

/**
 * A duration in at most two units, rounded down: `12 s`, `3 min`, `2 h 5 min`, `1 day 4 h`. It is always a
 * noun phrase, so that a sentence can put `for`, `after` or `within` before it.
 */
export function formatDuration(ms: number): string {
  const length = lengthOf(ms);
  if (length < second) return 'less than 1 s';
  if (length < minute) return `${Math.floor(length / second)} s`;
  if (length < hour) return unit(Math.floor(length / minute), 'min');
  if (length < day) return twoUnits(length, hour, minute, ['h', 'min']);
  return twoUnits(length, day, hour, ['day', 'h']);
}

const lengthOf = (ms: number): number => (Number.isFinite(ms) ? Math.max(0, ms) : 0);

/**
 * A duration in its largest unit, rounded down: `12 s`, `3 min`, `2 h`, `400 days`. Also a noun
 * phrase.
 */
export function formatRoughDuration(ms: number): string {
  const length = lengthOf(ms);
  const unitMs = [day, hour, minute].find((size) => length >= size) ?? second;
  return formatDuration(length - (length % unitMs));
}

/** How long something has lasted, `for 3 min`. */
export function formatElapsed(since: Instant, nowMs: number): string {
  return `for ${formatRoughDuration(nowMs - Date.parse(since))}`;
}

const stillNowMs = 10 * second;
const agoUntilMs = 30 * day;

/**
 * The time of an event as an adverb: `just now`, `3 min ago`, and `on 22 Nov 2026` after thirty
 * days.
 */
export function formatAgo(instant: Instant, nowMs: number, timeZone: string): string {
  const passed = lengthOf(nowMs - Date.parse(instant));
  if (passed < stillNowMs) return 'just now';
  return passed < agoUntilMs
    ? `${formatRoughDuration(passed)} ago`
    : `on ${formatDay(instant, timeZone)}`;
}

/** The duration from one time to another, in the form of `formatDuration`. */
export function formatDurationBetween(from: Instant, to: Instant): string {
  return formatDuration(Date.parse(to) - Date.parse(from));
}

/** When a suppression ends, with its time in the form of `formatTime`: `until 22 Nov 2026, 08:05`, `until it recovers`, `until it is lifted`. */
export function formatUntil(until: SuppressedUntil, zone: ReaderZone): string {
  switch (until.kind) {
    case 'time':
      return `until ${formatTime(until.at, zone)}`;
    case 'recovery':
      return 'until it recovers';
    case 'lifted':
      return 'until it is lifted';
  }
}

/** A text as a whole sentence: trimmed, with a capital at the start and a full stop at the end. An empty text stays empty. */
export function asSentence(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') return '';
  const begun = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?…]$/.test(begun) ? begun : `${begun}.`;
}
