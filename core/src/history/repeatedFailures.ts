/** Failures of a room that repeat: how often, how long between, and on which weekdays and hours. */
import type { Change, RoomEvent } from '../change.ts';
import type { Instant, SignalId } from '../words.ts';

/** When failures cluster, in the room's time zone. */
export type FailurePattern = {
  /** One or two weekdays, 0 is Sunday; empty: no pattern of days. */
  readonly weekdays: readonly number[];
  /** Full hours; `to` may be after midnight; `null`: no pattern of hours. */
  readonly hours: { readonly from: number; readonly to: number } | null;
};

export type RepeatedFailure = {
  readonly signal: SignalId;
  readonly count: number;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  /** The median time from one failure to the next. */
  readonly typicalGapMs: number;
  readonly pattern: FailurePattern;
};

/** Fewer failures than this may form a cluster at random. */
const leastForPattern = 4;
/** The share of all failures that must lie within a pattern. */
const leastShare = 0.7;
const mostWeekdays = 2;
const windowHours = 3;

/** The changes that count as a failure. A suppression prevents the incident, but the signal failed too. */
const failing: ReadonlySet<Change['type']> = new Set<Change['type']>([
  'incident.opened',
  'incident.reactivated',
  'incident.missed',
]);

/** Every signal that failed at least twice in these events, the most frequent first. */
export function repeatedFailures(
  events: readonly RoomEvent[],
  timeZone: string,
): readonly RepeatedFailure[] {
  const timesBySignal = new Map<SignalId, Instant[]>();
  for (const { at, changes } of events) {
    for (const change of changes) {
      if (!failing.has(change.type) || !('signal' in change)) continue;
      timesBySignal.set(change.signal, [...(timesBySignal.get(change.signal) ?? []), at]);
    }
  }
  return [...timesBySignal]
    .flatMap(([signal, times]) => repeatedFailure(signal, times.toSorted(), timeZone))
    .sort((one, other) => other.count - one.count || (one.lastAt < other.lastAt ? 1 : -1));
}

function repeatedFailure(
  signal: SignalId,
  times: readonly Instant[],
  timeZone: string,
): RepeatedFailure[] {
  const [firstAt] = times;
  const lastAt = times.at(-1);
  if (firstAt === undefined || lastAt === undefined || times.length < 2) return [];
  const typicalGapMs = medianGap(times);
  const pattern = patternOf(times, timeZone);
  return [{ signal, count: times.length, firstAt, lastAt, typicalGapMs, pattern }];
}

function medianGap(times: readonly Instant[]): number {
  const gaps = times
    .slice(1)
    .map((at, index) => Date.parse(at) - Date.parse(times[index] ?? at))
    .sort((one, other) => one - other);
  const middle = gaps.length / 2;
  const low = gaps[Math.ceil(middle) - 1] ?? 0;
  return (low + (gaps[Math.floor(middle)] ?? low)) / 2;
}

function patternOf(times: readonly Instant[], timeZone: string): FailurePattern {
  if (times.length < leastForPattern) return { weekdays: [], hours: null };
  const weekdays = new Array<number>(7).fill(0);
  const hours = new Array<number>(24).fill(0);
  const format = localParts(timeZone);
  for (const at of times) {
    const { weekday, hour } = format(at);
    weekdays[weekday] = (weekdays[weekday] ?? 0) + 1;
    hours[hour] = (hours[hour] ?? 0) + 1;
  }
  const least = times.length * leastShare;
  return { weekdays: weekdayCluster(weekdays, least), hours: hourCluster(hours, least) };
}

/** The smallest set of weekdays with the required share of failures: one or two days, else empty. */
function weekdayCluster(counts: readonly number[], least: number): number[] {
  const mostFirst = counts
    .map((count, weekday) => ({ count, weekday }))
    .sort((one, other) => other.count - one.count);
  for (let days = 1; days <= mostWeekdays; days += 1) {
    const chosen = mostFirst.slice(0, days);
    const sum = chosen.reduce((total, { count }) => total + count, 0);
    if (sum >= least) return chosen.map(({ weekday }) => weekday).sort((one, other) => one - other);
  }
  return [];
}

/** The hours with failures in the three-hour window with the most failures, if it has the required share. The window may span midnight. */
function hourCluster(counts: readonly number[], least: number): FailurePattern['hours'] {
  let best = { from: 0, sum: -1 };
  for (let from = 0; from < counts.length; from += 1) {
    let sum = 0;
    for (let hour = from; hour < from + windowHours; hour += 1) sum += counts[hour % 24] ?? 0;
    if (sum > best.sum) best = { from, sum };
  }
  if (best.sum < least) return null;
  const inWindow = Array.from({ length: windowHours }, (_, index) => (best.from + index) % 24);
  const failing = inWindow.filter((hour) => (counts[hour] ?? 0) > 0);
  return { from: failing[0] ?? best.from, to: ((failing.at(-1) ?? best.from) + 1) % 24 };
}

const weekdayNames = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** Weekday and hour of a time in this zone; in UTC when the zone does not exist. */
function localParts(timeZone: string): (at: Instant) => { weekday: number; hour: number } {
  const format = formatIn(timeZone) ?? formatIn('UTC');
  return (at) => {
    const parts = format?.formatToParts(new Date(at)) ?? [];
    const value = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
    return {
      weekday: Math.max(0, weekdayNames.indexOf(value('weekday'))),
      hour: Number(value('hour')),
    };
  };
}

function formatIn(timeZone: string): Intl.DateTimeFormat | null {
  try {
    const options = { weekday: 'short', hour: '2-digit', hourCycle: 'h23', timeZone } as const;
    return new Intl.DateTimeFormat('en-GB', options);
  } catch {
    return null;
  }
}
