/** A signal that several devices of a room report: each keeps its word, and the worst one counts. */
import type { Change } from '../../change.ts';
import type { ReadingVerdict } from '../../command.ts';
import { foldDeviceId, isSameDevice } from '../../devices/deviceId.ts';
import type { Report, Room, SignalRecord } from '../../room.ts';
import { findRecord, signalRecords, withRecord } from '../../tickets/ticketState.ts';
import type { Instant, Reading, SignalId } from '../../words.ts';
import { deviceOfSource, heartbeatSource, isHeartbeatSource } from '../sourceNames.ts';
import {
  type Applied,
  isKnownLate,
  readingVerdict,
  recordReading,
  setState,
  withShift,
} from './stateHistory.ts';

/** Whether another device than this one has a say in the signal. */
export function hasOthers(record: SignalRecord, device: string): boolean {
  if (record.state === 'unknown') return false;
  return (
    record.others.length > 0 || (record.device !== null && !isSameDevice(record.device, device))
  );
}

/** Whether the state comes from another source: then a reading of this device is not compared with it. */
export function isOfAnother(record: SignalRecord, device: string): boolean {
  return record.device === null ? record.others.length > 0 : !isSameDevice(record.device, device);
}

/** Weighs what one device says against the others. */
export function evaluateReport(
  record: SignalRecord,
  device: string,
  reading: Reading,
  now: Instant,
): Applied & { readonly verdict: ReadingVerdict } {
  const own = reportsOf(record).find((report) => isSameDevice(report.device, device));
  const verdict = judgeReport(record, own, reading);
  if (verdict === 'late' || verdict === 'duplicate') {
    return { verdict, ...recordReading(record, reading, verdict, now) };
  }
  const { state, observedAt, signal } = reading;
  // As with a single device: the detail of what is no news stays.
  const detail = verdict === 'unchanged' && own ? own.detail : reading.detail;
  const report: Report = { device, state, detail, observedAt, ...shiftOf(reading) };
  const { shiftMs, stoodAt } = reading;
  const begun = {
    since: observedAt,
    ...(shiftMs === undefined ? {} : { shiftMs }),
    ...(stoodAt === undefined ? {} : { stoodAt }),
  };
  const placed = recordReport(record, signal, report, begun, now);
  return { verdict, ...placed, change: verdict === 'unchanged' ? null : placed.change };
}

/** The record with a source's new report beside those of the others, and what changed by it. */
export function recordReport(
  record: SignalRecord,
  signal: SignalId,
  report: Report,
  begun: Pick<Reading, 'shiftMs' | 'stoodAt'> & { readonly since: Instant },
  now: Instant,
): Applied {
  const { device, state, detail, observedAt } = report;
  const others = reportsOf(record).filter((one) => !isSameDevice(one.device, device));
  const weighed = settleOn(record, [report, ...others], begun.since, now, begun);
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
  return { record: weighed, change };
}

/** The room without a device: what it said counts no longer. A signal only it knew is unknown. */
export function withoutDevice(room: Room, device: string, now: Instant): Room {
  const isOther = (id: string) => !isSameDevice(id, device);
  const devices = room.devices.filter(({ id }) => isOther(id));
  const clocks = Object.fromEntries(
    Object.entries(room.clocks ?? {}).filter(([id]) => isOther(id)),
  );
  let next: Room = { ...room, devices, ...(room.clocks ? { clocks } : {}) };
  for (const [signal, record] of signalRecords(room)) {
    const own = withoutReport(record, device, now, signal === 'connection');
    const rest = withoutReport(own, heartbeatSource(device), now);
    if (rest !== record) next = withRecord(next, signal, rest);
  }
  return next;
}

/**
 * The room after it has heard a device: the room knows the device, and an earlier report that the
 * device is offline no longer counts.
 */
export function withObservedDevice(room: Room, device: string, now: Instant): Room {
  if (onlineDevices(room).has(foldDeviceId(device))) return room;
  return withReport(room, { device, state: 'healthy', detail: '', observedAt: now });
}

/** The room after one of its devices was reported offline. */
export function withOfflineDevice(room: Room, device: string, reading: Reading): Room {
  const { detail, observedAt } = reading;
  return withReport(room, { device, state: 'unhealthy', detail, observedAt });
}

/** Whether the room has another device, of which no report says that it is offline. */
export function hasOtherOnline(room: Room, device: string): boolean {
  const online = onlineDevices(room);
  return online.size > (online.has(foldDeviceId(device)) ? 1 : 0);
}

/** The room's devices by their folded ids, without those that were reported offline. */
export function onlineDevices(room: Room): ReadonlyMap<string, string> {
  const online = new Map(listDevices(room));
  for (const { device, state } of findRecord(room, 'connection').others)
    if (state === 'unhealthy') online.delete(foldDeviceId(device));
  return online;
}

/** Compares a report that a device is offline with what was last said of the same device. */
export function offlineVerdict(room: Room, device: string, reading: Reading): ReadingVerdict {
  const record = findRecord(room, 'connection');
  const own = record.others.find((report) => isSameDevice(report.device, device));
  return judgeReport(record, own, reading);
}

/** Every device that the room knows, by its folded id, spelled as it was first met. */
export function listDevices(room: Room): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const add = (id: string) => {
    const folded = foldDeviceId(id);
    if (!found.has(folded)) found.set(folded, id);
  };
  for (const { id } of room.devices) add(id);
  for (const id of Object.keys(room.clocks ?? {})) add(id);
  for (const [, { device, others }] of signalRecords(room)) {
    if (device !== null) add(deviceOfSource(device));
    for (const other of others) add(deviceOfSource(other.device));
  }
  return found;
}

/** The state of a connection comes from no single device: all reports are among `others`. */
function withReport(room: Room, report: Report): Room {
  const record = findRecord(room, 'connection');
  const rest = record.others.filter((one) => !isSameDevice(one.device, report.device));
  return withRecord(room, 'connection', { ...record, others: [...rest, report] });
}

/** Whether anything in the room comes from this device. */
export function hasDevice(room: Room, device: string): boolean {
  return listDevices(room).has(foldDeviceId(device));
}

/**
 * The record without what this device said of it; the same where it said nothing. `isKept`: the state
 * stays, as that of a connection, which is what was heard of the whole room.
 */
export function withoutReport(
  record: SignalRecord,
  device: string,
  now: Instant,
  isKept = false,
): SignalRecord {
  const reports = reportsOf(record);
  const rest = reports.filter((report) => !isSameDevice(report.device, device));
  if (rest.length === reports.length) return record;
  return isKept ? { ...record, others: rest } : settleOn(record, rest, now, now);
}

/** What this device last said of the signal; `null`: nothing. */
export function findReport(record: SignalRecord, device: string): Report | null {
  return reportsOf(record).find((report) => isSameDevice(report.device, device)) ?? null;
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
  if (record.device !== null && isSameDevice(own.device, record.device))
    return readingVerdict(record, reading);
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
  // What a device itself says of the app tells more than that its events are missing.
  const weight = ({ device, state }: Report) =>
    4 * badness.indexOf(state) +
    (isHeartbeatSource(device) ? 0 : 2) +
    (device === record.device ? 1 : 0);
  const [first] = reports;
  if (first === undefined) {
    return { ...setState(record, 'unknown', since, now), detail: '', device: null, others: [] };
  }
  const worst = reports.reduce((one, other) => (weight(other) > weight(one) ? other : one), first);
  const others = reports.filter((report) => report !== worst);
  const isSame =
    others.length === record.others.length &&
    others.every((report) => record.others.includes(report));
  const settled = {
    ...setState(record, worst.state, since, now, reading),
    device: worst.device,
    detail: worst.detail,
    observedAt: worst.observedAt,
    // Passed on unless they change, so that a further reading of the same leaves the same record.
    others: isSame ? record.others : others,
  };
  return withShift(settled, worst);
}
