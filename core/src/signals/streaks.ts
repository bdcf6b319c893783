/** One reading against what is known of its signal: news, nothing new, sent again, or late. */
import type { Change } from '../change.ts';
import type { ReadingVerdict } from '../command.ts';
import { sooner } from '../instant.ts';
import type { SignalRecord, Streak } from '../room.ts';
import type { Instant, Reading } from '../words.ts';

/** The record after a reading, and what happened; `null`: nothing worth a line of history. */
export type Applied = { readonly record: SignalRecord; readonly change: Change | null };

const lateKept = 5;
/** Enough to count the changes of a flapping signal. */
const streaksKept = 12;

/** Compares a reading with the last applied one. At the same instant the worse of two counts. */
export function judgeReading(record: SignalRecord, reading: Reading): ReadingVerdict {
  const isSame =
    record.state === reading.state &&
    (reading.state !== 'unhealthy' || record.detail === reading.detail);
  if (reading.observedAt > record.observedAt) return isSame ? 'unchanged' : 'applied';
  const isWorse = reading.state === 'unhealthy' && record.state !== 'unhealthy';
  if (reading.observedAt === record.observedAt && isWorse) return 'applied';
  return isKnownLate(record, reading) || fitsStreaks(record, reading) ? 'duplicate' : 'late';
}

/** Whether this late reading has been kept before. */
export function isKnownLate(record: SignalRecord, reading: Reading): boolean {
  return record.late.includes(lateKey(reading));
}

/** Carries out a verdict on the record. */
export function recordReading(
  record: SignalRecord,
  reading: Reading,
  verdict: ReadingVerdict,
  now: Instant,
): Applied {
  const { signal, state, detail, observedAt } = reading;
  switch (verdict) {
    case 'duplicate':
      return { record, change: null };
    case 'unchanged':
      return { record: { ...record, observedAt }, change: null };
    case 'late':
      return {
        record: { ...record, late: [...record.late, lateKey(reading)].slice(-lateKept) },
        change: { type: 'reading.late', signal, state, detail, observedAt },
      };
    case 'applied': {
      const before = record.state === 'unknown' ? null : record.state;
      return {
        record: { ...turnTo(record, state, observedAt, now), detail, observedAt },
        change: { type: 'reading.changed', signal, before, after: state, detail, observedAt },
      };
    }
  }
}

/**
 * The record in a state since then; one that is in it already stays as it is. What was said of a failure
 * ends with it.
 */
export function turnTo(
  record: SignalRecord,
  state: SignalRecord['state'],
  since: Instant,
  now: Instant,
): SignalRecord {
  if (record.state === state) return record;
  const earlier = streaksOf(record).slice(-streaksKept);
  const detail = state === 'unhealthy' ? record.detail : '';
  return { ...record, state, detail, earlier, since, countsFrom: sooner(since, now) };
}

/** Whether the record was healthy at any time that is remembered. */
export function wasHealthy(record: SignalRecord): boolean {
  return streaksOf(record).some(({ state }) => state === 'healthy');
}

/** Whether an old reading says what is known of its time already, as when a message is sent again. */
function fitsStreaks(record: SignalRecord, { state, observedAt }: Reading): boolean {
  const streaks = streaksOf(record);
  return streaks.some((streak, index) => {
    const end = streaks[index + 1]?.since ?? record.observedAt;
    return streak.state === state && streak.since <= observedAt && observedAt <= end;
  });
}

function streaksOf(record: SignalRecord): readonly Streak[] {
  return [...record.earlier, { state: record.state, since: record.since }];
}

function lateKey(reading: Reading): string {
  return `${reading.observedAt}|${reading.state}`;
}
