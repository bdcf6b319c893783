/** A signal that several devices of a room report: each report is stored, and the worst one counts. */
import type { Change } from '../../change.ts';
import { foldDeviceId, isSameDevice } from '../../devices/deviceId.ts';
import type { Report, Room, SignalRecord } from '../../room.ts';
import type { ReadingVerdict, Telemetry } from '../../telemetry.ts';
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

/** Whether another device than this one reports the signal. */
export function hasOthers(record: SignalRecord, device: string): boolean {
  if (record.state === 'unknown') return false;
  return (
    record.others.length > 0 || (record.device !== null && !isSameDevice(record.device, device))
  );
}

/** Whether the state comes from another source. A reading of this device is then not compared with it. */
export function isOfAnother(record: SignalRecord, device: string): boolean {
  return record.device === null ? record.others.length > 0 : !isSameDevice(record.device, device);
}

/** Applies a reading of one device beside the reports of the others. */
export function evaluateReport(
  record: SignalRecord,
  device: string,
  reading: Reading,
  now: Instant,
): Applied & { readonly verdict: ReadingVerdict } {
  const own = listReports(record).find((report) => isSameDevice(report.device, device));
  const verdict = reportVerdict(record, own, reading);
  if (verdict === 'late' || verdict === 'duplicate') {
    return { verdict, ...recordReading(record, reading, verdict, now) };
  }
  const { state, observedAt, signal } = reading;
  // As with a single device, an unchanged reading does not change the detail.
  const detail = verdict === 'unchanged' && own ? own.detail : reading.detail;
  const report: Report = { device, state, detail, observedAt, ...shiftPart(reading) };
  const { shiftMs, stoodAt } = reading;
  const start = {
    since: observedAt,
    ...(shiftMs === undefined ? {} : { shiftMs }),
    ...(stoodAt === undefined ? {} : { stoodAt }),
  };
  const recorded = recordReport(record, signal, report, start, now);
  return { verdict, ...recorded, change: verdict === 'unchanged' ? null : recorded.change };
}

/** The record with a source's new report beside the other reports, with the change. */
export function recordReport(
  record: SignalRecord,
  signal: SignalId,
  report: Report,
  start: Pick<Reading, 'shiftMs' | 'stoodAt'> & { readonly since: Instant },
  now: Instant,
): Applied {
  const { device, state, detail, observedAt } = report;
  const others = listReports(record).filter((one) => !isSameDevice(one.device, device));
  const updated = withWorstReport(record, [report, ...others], start.since, now, start);
  const isChanged = updated.state !== record.state || updated.detail !== record.detail;
  const before = record.state === 'unknown' ? null : record.state;
  const change: Change =
    isChanged && updated.state !== 'unknown'
      ? {
          type: 'reading.changed',
          signal,
          before,
          after: updated.state,
          detail: updated.detail,
          observedAt,
        }
      : { type: 'reading.outweighed', signal, device, state, detail, observedAt };
  return { record: updated, change };
}

/** The room without a device and its reports. A signal that only this device reported becomes unknown. */
export function withoutDevice(room: Room, device: string, now: Instant): Room {
  const isOther = (id: string) => !isSameDevice(id, device);
  const devices = room.devices.filter(({ id }) => isOther(id));
  const clocks = Object.fromEntries(
    Object.entries(room.clocks ?? {}).filter(([id]) => isOther(id)),
  );
  let next: Room = { ...room, devices, ...(room.clocks ? { clocks } : {}) };
  for (const [signal, record] of signalRecords(room)) {
    const own = withoutReport(record, device, now, signal === 'connection');
    const remaining = withoutReport(own, heartbeatSource(device), now);
    if (remaining !== record) next = withRecord(next, signal, remaining);
  }
  return next;
}

/**
 * The room after a message of a device: the device is one of the room's devices, and an earlier report
 * that it is offline no longer counts.
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

/** Whether the room has another device that is not reported offline. */
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

/** Compares a report that a device is offline with the last report about the same device. */
export function offlineVerdict(room: Room, device: string, reading: Reading): ReadingVerdict {
  const record = findRecord(room, 'connection');
  const own = record.others.find((report) => isSameDevice(report.device, device));
  return reportVerdict(record, own, reading);
}

/** Every device of the room, by its folded id, spelled as in its first message. */
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

/** Adds a report about the connection. Its state comes from no single device, so all reports are in `others`. */
function withReport(room: Room, report: Report): Room {
  const record = findRecord(room, 'connection');
  const remaining = record.others.filter((one) => !isSameDevice(one.device, report.device));
  return withRecord(room, 'connection', { ...record, others: [...remaining, report] });
}

/** Whether anything in the room comes from this device. */
export function hasDevice(room: Room, device: string): boolean {
  return listDevices(room).has(foldDeviceId(device));
}

/**
 * The record without this device's report; the same record when there is no such report. `isKept`: the
 * state stays, as for the connection, whose state comes from the telemetry of the whole room.
 */
export function withoutReport(
  record: SignalRecord,
  device: string,
  now: Instant,
  keepsState = false,
): SignalRecord {
  const reports = listReports(record);
  const remaining = reports.filter((report) => !isSameDevice(report.device, device));
  if (remaining.length === reports.length) return record;
  return keepsState
    ? { ...record, others: remaining }
    : withWorstReport(record, remaining, now, now);
}

/** This device's last report of the signal, or `null`. */
export function findReport(record: SignalRecord, device: string): Report | null {
  return listReports(record).find((report) => isSameDevice(report.device, device)) ?? null;
}

/** The last report of every device; no report of a state that comes from a person or from missing telemetry. */
function listReports(record: SignalRecord): readonly Report[] {
  const { device, state, detail, observedAt, others } = record;
  if (device === null || state === 'unknown') return others;
  return [{ device, state, detail, observedAt, ...shiftPart(record) }, ...others];
}

function shiftPart({ shiftMs }: { readonly shiftMs?: number }): { readonly shiftMs?: number } {
  return shiftMs ? { shiftMs } : {};
}

function reportVerdict(
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

/** The record with the worst report as its state. Among equally bad reports, the present one stays. */
function withWorstReport(
  record: SignalRecord,
  reports: readonly Report[],
  since: Instant,
  now: Instant,
  reading: Pick<Reading, 'shiftMs' | 'stoodAt'> = {},
): SignalRecord {
  // A device's own report about the app contains more than a report of missing events.
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
    // Reused when equal, so that a repeated reading leaves the same record.
    others: isSame ? record.others : others,
  };
  return withShift(settled, worst);
}

/** The messages with each device id spelled as in the room, or as in the first message of a new device. */
export function withKnownDeviceIds(
  room: Room,
  messages: readonly Telemetry[],
): readonly Telemetry[] {
  const known = new Map(listDevices(room));
  return messages.map((message) => {
    const folded = foldDeviceId(message.device);
    const device = known.get(folded) ?? message.device;
    known.set(folded, device);
    return device === message.device ? message : { ...message, device };
  });
}
