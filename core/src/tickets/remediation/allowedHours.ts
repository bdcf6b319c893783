/** The hours in which the platform may act on a device, in the room's own time. */
import { instantAfter } from '../../instant.ts';
import type { RemediationRule } from '../../signals/rules/rule.ts';
import type { Instant } from '../../words.ts';

type Hours = RemediationRule['allowedHours'];

const minutesOfDay = 24 * 60;
/** Formats are slow to make and few: one is kept for each time zone. */
const clocks = new Map<string, Intl.DateTimeFormat>();

/** Whether a time is within the allowed hours; `from` equal to `to` allows any. */
export function isAllowedHour(at: Instant, timeZone: string, { from, to }: Hours): boolean {
  if (from === to) return true;
  const minute = localMinute(at, timeZone);
  const [start, end] = [minuteOf(from), minuteOf(to)];
  return start < end ? minute >= start && minute < end : minute >= start || minute < end;
}

/**
 * When the allowed hours begin next. Where clocks are put forward or back that day it may be an hour
 * off: it is only when to look again.
 */
export function nextAllowedHour(at: Instant, timeZone: string, { from }: Hours): Instant {
  const wait = (minuteOf(from) - localMinute(at, timeZone) + minutesOfDay) % minutesOfDay;
  const startOfMinute = `${at.slice(0, 16)}:00.000Z`;
  return instantAfter(startOfMinute, Math.max(1, wait) * 60_000);
}

function minuteOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}

function localMinute(at: Instant, timeZone: string): number {
  return minuteOf(clockOf(timeZone).format(new Date(at)));
}

/** The clock of a zone; of one that does not exist, the clock of UTC. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const made = makeClock(timeZone) ?? makeClock('UTC');
  if (!made) throw new Error('There is no clock of UTC.');
  clocks.set(timeZone, made);
  return made;
}

function makeClock(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-GB', {
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone,
    });
  } catch {
    return null;
  }
}
