/** A signal that several devices of a room report: each keeps its word, and the worst one counts. */
import type { Change } from '../change.ts';
import type { ReadingVerdict } from '../command.ts';
import type { Report, Room, SignalRecord } from '../room.ts';
import { recordsOf, withRecord } from '../tickets/standing.ts';
import type { Instant, Reading } from '../words.ts';
import {
  type Applied,
  isKnownLate,
  judgeReading,
  recordReading,
  turnTo,
  withShift,
} from './streaks.ts';

/** Whether another device than this one has a say in the signal. */
export function hasOthers(record: SignalRecord, device: string): boolean {
  if (record.state === 'unknown') return false;
  return record.others.length > 0 || (record.device !== null && record.device !== device);
}

/** Weighs what one device says against the others. */
export function weighReport(
  record: SignalRecord,
  device: string,
  reading: Reading,
  now: Instant,
): Applied & { readonly verdict: ReadingVerdict } {
  const own = reportsOf(record).find((report) => report.device === device);
  const verdict = judgeReport(record, own, reading);
  if (verdict === 'late' || verdict === 'duplicate') {
    return { verdict, ...recordReading(record, reading, verdict, now) };
  }
  const { state, detail, observedAt, signal } = reading;
  const report: Report = { device, state, detail, observedAt, ...shiftOf(reading) };
  const others = reportsOf(record).filter((one) => one.device !== device);
  const weighed = settleOn(record, [report, ...others], observedAt, now, reading);
  if (verdict === 'unchanged') return { verdict, record: weighed, change: null };
  const isNews = weighed.state !== record.state || weighed.detail !== record.detail;
  const before = record.state === 'unknown' ? null : record.state;
  const change: Change =
    isNews && weighed.state !== 'unknown'
      ? {
          type: 'reading.changed',
          signal,
          before,
          after: weighed.state,
          detail: weighed.detail,
          observedAt,
        }
      : { type: 'reading.outweighed', signal, device, state, detail, observedAt };
  return { verdict, record: weighed, change };
}

/** The room without a device: what it said counts no longer. A signal only it knew is unknown. */
export function withoutDevice(room: Room, device: string, now: Instant): Room {
  const { [device]: _, ...clocks } = room.clocks ?? {};
  const devices = room.devices.filter(({ id }) => id !== device);
  let next: Room = { ...room, devices, ...(room.clocks ? { clocks } : {}) };
  for (const [signal, record] of recordsOf(room)) {
    const rest = withoutReport(record, device, now);
    if (rest !== record) next = withRecord(next, signal, rest);
  }
  return next;
}

/** Whether anything in the room comes from this device. */
export function knowsDevice(room: Room, device: string): boolean {
  return (
    room.devices.some(({ id }) => id === device) ||
    recordsOf(room).some(([, record]) => reportsOf(record).some((one) => one.device === device))
  );
}

/** The record without what this device said of it; the same where it said nothing. */
export function withoutReport(record: SignalRecord, device: string, now: Instant): SignalRecord {
  const reports = reportsOf(record);
  const rest = reports.filter((report) => report.device !== device);
  return rest.length === reports.length ? record : settleOn(record, rest, now, now);
}

/** What this device last said of the signal; `null`: nothing. */
export function reportOf(record: SignalRecord, device: string): Report | null {
  return reportsOf(record).find((report) => report.device === device) ?? null;
}

/** What every device of a signal last said; nothing where it comes from a person or from silence. */
function reportsOf(record: SignalRecord): readonly Report[] {
  const { device, state, detail, observedAt, others } = record;
  if (device === null || state === 'unknown') return others;
  return [{ device, state, detail, observedAt, ...shiftOf(record) }, ...others];
}

function shiftOf({ shiftMs }: { readonly shiftMs?: number }): { readonly shiftMs?: number } {
  return shiftMs ? { shiftMs } : {};
}

function judgeReport(
  record: SignalRecord,
  own: Report | undefined,
  reading: Reading,
): ReadingVerdict {
  if (own === undefined) return 'applied';
  if (own.device === record.device) return judgeReading(record, reading);
  const isSame =
    own.state === reading.state && (own.state !== 'unhealthy' || own.detail === reading.detail);
  if (reading.observedAt > own.observedAt) return isSame ? 'unchanged' : 'applied';
  const isWorse = reading.state === 'unhealthy' && own.state !== 'unhealthy';
  if (reading.observedAt === own.observedAt && isWorse) return 'applied';
  return isKnownLate(record, reading) || isSame ? 'duplicate' : 'late';
}

const badness = ['notApplicable', 'healthy', 'unhealthy'] as const;

/** The record with the worst of the reports as its state; among equals the one that stood stays. */
function settleOn(
  record: SignalRecord,
  reports: readonly Report[],
  since: Instant,
  now: Instant,
  reading: Pick<Reading, 'shiftMs' | 'stoodAt'> = {},
): SignalRecord {
  const weight = ({ device, state }: Report) =>
    2 * badness.indexOf(state) + (device === record.device ? 1 : 0);
  const [first] = reports;
  if (first === undefined) {
    return { ...turnTo(record, 'unknown', since, now), detail: '', device: null, others: [] };
  }
  const worst = reports.reduce((one, other) => (weight(other) > weight(one) ? other : one), first);
  const settled = {
    ...turnTo(record, worst.state, since, now, reading),
    device: worst.device,
    detail: worst.detail,
    observedAt: worst.observedAt,
    others: reports.filter((report) => report !== worst),
  };
  return withShift(settled, worst);
}
