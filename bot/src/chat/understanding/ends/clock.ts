/** The present time of the speaker, with the times that words name relative to it. */
import type { Instant } from '@rooms-pro/core';
import {
  addDays,
  type LocalDate,
  type LocalTime,
  toInstant,
  toLocal,
  weekday,
} from './zonedTime.ts';

export type Hour = { readonly hour: number; readonly minute: number };

export type Clock = {
  readonly now: Instant;
  readonly today: LocalTime;
  /** The beginning of the working day. */
  readonly begins: Hour;
  at(date: LocalDate, time: Hour): Instant;
  /** The next time at which clocks show this hour. */
  next(time: Hour): Instant;
  /** The date of the next such weekday; never today. */
  nextWeekday(day: number): LocalDate;
  isPast(instant: Instant): boolean;
};

/** Creates the clock of a message. `dayBegins`: `HH:MM`. */
export function createClock(now: Instant, timeZone: string, dayBegins: string): Clock {
  const today = toLocal(now, timeZone);
  const [hour = 8, minute = 0] = dayBegins.split(':').map(Number);
  const at = (date: LocalDate, time: Hour) => toInstant({ ...date, ...time }, timeZone);
  const isPast = (instant: Instant) => instant <= new Date(now).toISOString();
  return {
    now,
    today,
    begins: { hour, minute },
    at,
    isPast,
    next(time) {
      const sameDay = at(today, time);
      return isPast(sameDay) ? at(addDays(today, 1), time) : sameDay;
    },
    nextWeekday: (day) => addDays(today, (day - weekday(today) + 7) % 7 || 7),
  };
}
