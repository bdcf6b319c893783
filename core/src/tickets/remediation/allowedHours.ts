/** The hours in which the platform may act on a device, in the room's time zone. */
import { instantAfter } from '../../instant.ts';
import type { RemediationRule } from '../../signals/rules/rule.ts';
import type { Instant } from '../../words.ts';

type Hours = RemediationRule['allowedHours'];

const minutesOfDay = 24 * 60;
/** Formatters are slow to create and few: one is cached for each time zone. */
const formatters = new Map<string, Intl.DateTimeFormat>();

/** Whether a time is within the allowed hours. When `from` equals `to`, every time is allowed. */
export function isAllowedHour(at: Instant, timeZone: string, { from, to }: Hours): boolean {
  if (from === to) return true;
  const minute = localMinute(at, timeZone);
  const [start, end] = [toMinutes(from), toMinutes(to)];
  return start < end ? minute >= start && minute < end : minute >= start || minute < end;
}

/**
 * When the allowed hours begin next. On a day with a change of daylight saving time the result may be
 * wrong by an hour. That does no harm: the caller checks again at that time.
 */
export function nextAllowedHour(at: Instant, timeZone: string, { from }: Hours): Instant {
  const wait = (toMinutes(from) - localMinute(at, timeZone) + minutesOfDay) % minutesOfDay;
  const startOfMinute = `${at.slice(0, 16)}:00.000Z`;
  return instantAfter(startOfMinute, Math.max(1, wait) * 60_000);
}

function toMinutes(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}

function localMinute(at: Instant, timeZone: string): number {
  return toMinutes(formatterFor(timeZone).format(new Date(at)));
}

/** The formatter of a time zone; the formatter of UTC when the zone does not exist. */
function formatterFor(timeZone: string): Intl.DateTimeFormat {
  const cached = formatters.get(timeZone);
  if (cached !== undefined) return cached;
  const created = createFormatter(timeZone) ?? createFormatter('UTC');
  if (!created) throw new Error('No formatter for UTC.');
  formatters.set(timeZone, created);
  return created;
}

function createFormatter(timeZone: string): Intl.DateTimeFormat | null {
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
