/** Times and durations as people read them. */
import type { SuppressedUntil } from '../room.ts';
import type { Instant } from '../words.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Formats are slow to make and few: one is kept for each time zone. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timeZone: string, isZoneNamed = false): Intl.DateTimeFormat {
  const key = `${timeZone}|${isZoneNamed}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
    ...(isZoneNamed ? { timeZoneName: 'short' as const } : {}),
  });
  formats.set(key, made);
  return made;
}

/**
 * A time in a time zone, `22 Nov 2026, 08:05`. In a zone that does not exist the time is given in
 * UTC and says so; what is no time at all comes back as it is.
 */
export function sayTime(instant: Instant, timeZone: string): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  try {
    return formatFor(timeZone).format(date);
  } catch {
    return `${formatFor('UTC').format(date)} UTC`;
  }
}

/**
 * The same with the name of the zone, `22 Nov 2026, 08:05 CET`: for what is read by people who may
 * be elsewhere than the room is.
 */
export function sayZonedTime(instant: Instant, timeZone: string): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  try {
    return formatFor(timeZone, true).format(date);
  } catch {
    return formatFor('UTC', true).format(date);
  }
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

/** A duration in at most two units, rounded down: `12 s`, `3 min`, `2 h 5 min`, `1 day 4 h`. */
export function sayDuration(ms: number): string {
  const length = Number.isFinite(ms) ? Math.max(0, ms) : 0;
  if (length < minute) return `${Math.floor(length / second)} s`;
  if (length < hour) return unit(Math.floor(length / minute), 'min');
  if (length < day) return twoUnits(length, hour, minute, ['h', 'min']);
  return twoUnits(length, day, hour, ['day', 'h']);
}

/** How long it was (or is) from one time to another, as `sayDuration` says it. */
export function sayDurationBetween(from: Instant, to: Instant): string {
  return sayDuration(Date.parse(to) - Date.parse(from));
}

/** When a suppression ends, its time as `sayAt` says it: `until 22 Nov 2026, 08:05`, `until it recovers`, `until it is lifted`. */
export function sayUntil(
  until: SuppressedUntil,
  timeZone: string,
  sayAt: typeof sayTime = sayTime,
): string {
  switch (until.kind) {
    case 'time':
      return `until ${sayAt(until.at, timeZone)}`;
    case 'recovery':
      return 'until it recovers';
    case 'lifted':
      return 'until it is lifted';
  }
}

/** A text as a whole sentence: trimmed, begun with a capital, ended with a full stop. Empty stays empty. */
export function asSentence(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') return '';
  const begun = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?…]$/.test(begun) ? begun : `${begun}.`;
}
