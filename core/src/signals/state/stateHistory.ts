/** Compares one reading with the known states of its signal: applied, unchanged, a duplicate, or late. */
import type { Change } from '../../change.ts';
import { between, instantAfter } from '../../instant.ts';
import type { SignalRecord, StatePeriod } from '../../room.ts';
import type { ReadingVerdict } from '../../telemetry.ts';
import type { Instant, Reading } from '../../words.ts';

/** The record after a reading, with the change for the history; `null`: no change for the history. */
export type Applied = { readonly record: SignalRecord; readonly change: Change | null };

const maxLate = 5;
/** Enough to count the changes of a flapping signal. */
const maxPeriods = 12;

/** Compares a reading with the last applied one. At the same instant the worse of two counts. */
export function readingVerdict(record: SignalRecord, reading: Reading): ReadingVerdict {
  const isSame =
    record.state === reading.state &&
    (reading.state !== 'unhealthy' || record.detail === reading.detail);
  if (reading.observedAt > record.observedAt) return isSame ? 'unchanged' : 'applied';
  const isWorse = reading.state === 'unhealthy' && record.state !== 'unhealthy';
  if (reading.observedAt === record.observedAt && isWorse) return 'applied';
  return isKnownLate(record, reading) || agreesWithPeriods(record, reading) ? 'duplicate' : 'late';
}

/** Whether this late reading was recorded before. */
export function isKnownLate(record: SignalRecord, reading: Reading): boolean {
  return record.late.includes(lateKey(reading));
}

/** Applies a verdict to the record. */
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
        record: { ...record, late: [...record.late, lateKey(reading)].slice(-maxLate) },
        change: { type: 'reading.late', signal, state, detail, observedAt },
      };
    case 'applied': {
      const before = record.state === 'unknown' ? null : record.state;
      const changed = setState(record, state, observedAt, now, reading);
      return {
        record: withShift({ ...changed, detail, observedAt }, reading),
        change: { type: 'reading.changed', signal, before, after: state, detail, observedAt },
      };
    }
  }
}

/**
 * The record in a state since `since`; the same record when it is in this state already. An unhealthy state
 * counts from now, or earlier by the time that the reading itself proves. The detail of a failure ends with
 * the failure.
 */
export function setState(
  record: SignalRecord,
  state: SignalRecord['state'],
  since: Instant,
  now: Instant,
  { shiftMs, stoodAt }: Pick<Reading, 'shiftMs' | 'stoodAt'> = {},
): SignalRecord {
  if (record.state === state) return record;
  const earlier = listPeriods(record).slice(-maxPeriods);
  const provenDurationMs = stoodAt === undefined ? 0 : Math.max(0, between(since, stoodAt));
  const countsFrom = provenDurationMs === 0 ? now : instantAfter(now, -provenDurationMs);
  const { sinceShiftMs: _, ...rest } = record;
  const detail = state === 'unhealthy' ? record.detail : '';
  const changed = { ...rest, state, detail, earlier, since, countsFrom };
  return shiftMs ? { ...changed, sinceShiftMs: shiftMs } : changed;
}

/** Whether the record was healthy at any time in the stored periods. */
export function wasHealthy(record: SignalRecord): boolean {
  return listPeriods(record).some(({ state }) => state === 'healthy');
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
 * How long the unhealthy state provably lasted at this further reading: by server time or by the device's
 * own time, the lesser of the two.
 */
export function provenMs(
  record: SignalRecord,
  { observedAt, shiftMs = 0 }: Pick<Reading, 'observedAt' | 'shiftMs'>,
): number {
  const grownMs = Math.max(0, shiftMs - (record.sinceShiftMs ?? 0));
  return between(record.since, observedAt) - grownMs;
}

/** Whether an old reading agrees with the stored periods, for example when a message is sent again. */
function agreesWithPeriods(record: SignalRecord, { state, observedAt }: Reading): boolean {
  const periods = listPeriods(record);
  return periods.some((period, index) => {
    const end = periods[index + 1]?.since ?? record.observedAt;
    return period.state === state && period.since <= observedAt && observedAt <= end;
  });
}

function listPeriods(record: SignalRecord): readonly StatePeriod[] {
  return [...record.earlier, { state: record.state, since: record.since }];
}

function lateKey(reading: Reading): string {
  return `${reading.observedAt}|${reading.state}`;
}
