/** Times of the clock in a time zone, and the instants that they name. */
import type { Instant } from '@rooms-pro/core';

export type LocalDate = { readonly year: number; readonly month: number; readonly day: number };
export type LocalTime = LocalDate & { readonly hour: number; readonly minute: number };

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  formats.set(timeZone, made);
  return made;
}

/** The date and time that clocks in the zone show at an instant. */
export function toLocal(instant: Instant, timeZone: string): LocalTime {
  const parts = formatFor(timeZone).formatToParts(new Date(instant));
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
  };
}

/** The instant at which clocks in the zone show this time; in a gap of the clock, the time after the gap. */
export function toInstant(local: LocalTime, timeZone: string): Instant {
  const asUtc = utcMs(local);
  const first = asUtc - offsetMs(asUtc, timeZone);
  return new Date(asUtc - offsetMs(first, timeZone)).toISOString();
}

function utcMs({ year, month, day, hour, minute }: LocalTime): number {
  return Date.UTC(year, month - 1, day, hour, minute);
}

function offsetMs(ms: number, timeZone: string): number {
  const whole = Math.floor(ms / 60_000) * 60_000;
  return utcMs(toLocal(new Date(whole).toISOString(), timeZone)) - whole;
}

/** The date some days later or earlier. */
export function addDays({ year, month, day }: LocalDate, days: number): LocalDate {
  const date = new Date(Date.UTC(year, month - 1, day + days));
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** 0 is Sunday, 6 is Saturday. */
export function weekday({ year, month, day }: LocalDate): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
}

/** Whether a date exists in the calendar. */
export function isDate({ year, month, day }: LocalDate): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
