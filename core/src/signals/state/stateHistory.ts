/** One reading against what is known of its signal: news, nothing new, sent again, or late. */
import type { Change } from '../../change.ts';
import type { ReadingVerdict } from '../../command.ts';
import { between, instantAfter } from '../../instant.ts';
import type { SignalRecord, StatePeriod } from '../../room.ts';
import type { Instant, Reading } from '../../words.ts';

/** The record after a reading, and what happened; `null`: nothing worth a line of history. */
export type Applied = { readonly record: SignalRecord; readonly change: Change | null };

const lateKept = 5;
/** Enough to count the changes of a flapping signal. */
const streaksKept = 12;

/** Compares a reading with the last applied one. At the same instant the worse of two counts. */
export function readingVerdict(record: SignalRecord, reading: Reading): ReadingVerdict {
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
      return { record: withShift({ ...record, observedAt }, reading), change: null };
    case 'late':
      return {
        record: { ...record, late: [...record.late, lateKey(reading)].slice(-lateKept) },
        change: { type: 'reading.late', signal, state, detail, observedAt },
      };
    case 'applied': {
      const before = record.state === 'unknown' ? null : record.state;
      const turned = setState(record, state, observedAt, now, reading);
      return {
        record: withShift({ ...turned, detail, observedAt }, reading),
        change: { type: 'reading.changed', signal, before, after: state, detail, observedAt },
      };
    }
  }
}

/**
 * The record in a state since then; one that is in it already stays as it is. An unhealthy state counts
 * from now, or from as long before as the reading itself says that it lasted. What was said of a failure
 * ends with it.
 */
export function setState(
  record: SignalRecord,
  state: SignalRecord['state'],
  since: Instant,
  now: Instant,
  { shiftMs, stoodAt }: Pick<Reading, 'shiftMs' | 'stoodAt'> = {},
): SignalRecord {
  if (record.state === state) return record;
  const earlier = streaksOf(record).slice(-streaksKept);
  const lastedMs = stoodAt === undefined ? 0 : Math.max(0, between(since, stoodAt));
  const countsFrom = lastedMs === 0 ? now : instantAfter(now, -lastedMs);
  const { sinceShiftMs: _, ...rest } = record;
  const detail = state === 'unhealthy' ? record.detail : '';
  const turned = { ...rest, state, detail, earlier, since, countsFrom };
  return shiftMs ? { ...turned, sinceShiftMs: shiftMs } : turned;
}

/** Whether the record was healthy at any time that is remembered. */
export function wasHealthy(record: SignalRecord): boolean {
  return streaksOf(record).some(({ state }) => state === 'healthy');
}

/** The record with the shift of its latest reading. */
export function withShift(
  record: SignalRecord,
  { shiftMs }: Pick<Reading, 'shiftMs'>,
): SignalRecord {
  if (shiftMs) return record.shiftMs === shiftMs ? record : { ...record, shiftMs };
  if (record.shiftMs === undefined) return record;
  const { shiftMs: _, ...rest } = record;
  return rest;
}

/**
 * The time that telemetry proves an unhealthy state to have lasted when this further reading of it was
 * taken: by our time and by the device's own, whichever is less.
 */
export function provenMs(
  record: SignalRecord,
  { observedAt, shiftMs = 0 }: Pick<Reading, 'observedAt' | 'shiftMs'>,
): number {
  const grownMs = Math.max(0, shiftMs - (record.sinceShiftMs ?? 0));
  return between(record.since, observedAt) - grownMs;
}

/** Whether an old reading says what is known of its time already, as when a message is sent again. */
function fitsStreaks(record: SignalRecord, { state, observedAt }: Reading): boolean {
  const streaks = streaksOf(record);
  return streaks.some((streak, index) => {
    const end = streaks[index + 1]?.since ?? record.observedAt;
    return streak.state === state && streak.since <= observedAt && observedAt <= end;
  });
}

function streaksOf(record: SignalRecord): readonly StatePeriod[] {
  return [...record.earlier, { state: record.state, since: record.since }];
}

function lateKey(reading: Reading): string {
  return `${reading.observedAt}|${reading.state}`;
}
