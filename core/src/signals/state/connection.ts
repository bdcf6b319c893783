/** The connection of a room: silence and outages, the return of telemetry, and reports about one device. */
import type { ReadingVerdict } from '../../command.ts';
import { between, instantAfter } from '../../instant.ts';
import type { OutageId, Room, SignalRecord } from '../../room.ts';
import { addChange, type Draft } from '../../tickets/draft.ts';
import {
  findRecord,
  isIndependentOfDevice,
  signalRecords,
  withRecord,
} from '../../tickets/ticketState.ts';
import type { DisconnectedReason, Instant, Reading } from '../../words.ts';
import { ruleFor } from '../rules/defaultRules.ts';
import type { Rules } from '../rules/rule.ts';
import { hasOtherOnline, offlineVerdict, withOfflineDevice } from './severalDevices.ts';
import { readingVerdict, recordReading, setState, wasHealthy } from './stateHistory.ts';

/** Marks the room disconnected since then, unless it is already. */
export function disconnect(
  journey: Draft,
  since: Instant,
  reason: DisconnectedReason,
  outage: OutageId | null = null,
): Draft {
  const record = findRecord(journey.room, 'connection');
  if (record.state === 'unhealthy') return journey;
  const { connection } = journey.room;
  const start = connection.status === 'disconnected' ? connection.since : since;
  const silent = { ...setState(record, 'unhealthy', start, start), detail: '', observedAt: start };
  const room: Room = {
    ...journey.room,
    connection: { status: 'disconnected', reason, since: start, outage: null },
  };
  const silenced = addChange(journey, withRecord(room, 'connection', silent), {
    type: 'room.disconnected',
    signal: 'connection',
    since: start,
    reason,
  });
  return outage === null ? silenced : joinOutage(silenced, outage);
}

/** Notes that a silent room is part of an outage; one that is part of one already stays there. */
export function joinOutage(journey: Draft, outage: OutageId): Draft {
  const { connection } = journey.room;
  if (connection.status !== 'disconnected' || connection.outage !== null) return journey;
  const { remainsOf: _, ...silent } = connection;
  const joined: Room = { ...journey.room, connection: { ...silent, outage } };
  return addChange(journey, joined, { type: 'outage.joined', signal: 'connection', outage });
}

/** Notes that this outage is over and the room stays silent. */
export function leaveOutage(journey: Draft, outage: OutageId): Draft {
  const { connection } = journey.room;
  if (connection.status !== 'disconnected' || connection.outage !== outage) return journey;
  const remaining = { ...connection, outage: null, remainsOf: outage };
  const left: Room = { ...journey.room, connection: remaining };
  return addChange(journey, left, { type: 'outage.left', signal: 'connection', outage });
}

/** Telemetry arrives: the room is connected, and clocks that stood still go on from now. */
export function reconnect(journey: Draft, rules: Rules, now: Instant): Draft {
  const { room, changes } = journey;
  const before = findRecord(room, 'connection');
  if (room.connection.status === 'connected') {
    const heard: SignalRecord = { ...before, state: 'healthy', detail: '', observedAt: now };
    return { room: withRecord(room, 'connection', heard), changes };
  }
  const { since, outage, reason } = room.connection;
  const isFirst = reason === 'neverConnected' && !wasHealthy(before);
  const awake = thaw({ ...room, connection: { status: 'connected' } }, since, rules, now);
  const record = { ...setState(before, 'healthy', now, now), detail: '', observedAt: now };
  const connected = addChange(journey, withRecord(awake, 'connection', record), {
    type: 'room.connected',
    signal: 'connection',
    disconnectedSince: since,
    ...(isFirst && { isFirst }),
  });
  if (outage === null) return connected;
  return addChange(connected, connected.room, {
    type: 'outage.left',
    signal: 'connection',
    outage,
  });
}

/**
 * Moves every frozen clock forward by the time in which nothing could be known: since the silence began,
 * or since the clock was started, where that was later.
 */
function thaw(room: Room, silentSince: Instant, rules: Rules, now: Instant): Room {
  let next = room;
  for (const [signal, record] of signalRecords(room)) {
    if (isIndependentOfDevice(signal)) continue;
    const { ticket } = record;
    const { investigateForMs, escalatesAfterMs, watchForMs } = ruleFor(rules, signal);
    const later = (at: Instant, lastsMs: number): Instant => {
      const started = instantAfter(at, -lastsMs);
      const from = started > silentSince ? started : silentSince;
      return instantAfter(at, Math.max(0, between(from, now)));
    };
    next = withRecord(next, signal, {
      ...record,
      // What had counted before the silence counts on.
      countsFrom: later(record.countsFrom, 0),
      ticket: ticket && {
        ...ticket,
        proof: ticket.proof && { ...ticket.proof, until: later(ticket.proof.until, watchForMs) },
        investigatesUntil:
          ticket.investigatesUntil && later(ticket.investigatesUntil, investigateForMs),
        escalatesAt: ticket.escalatesAt && later(ticket.escalatesAt, escalatesAfterMs ?? 0),
      },
    });
  }
  return next;
}

/**
 * A report that one device is offline disconnects the room when no other device may still be sending.
 * Where there is another one, the room is disconnected only when all of it has been silent for the
 * rule's time. The report is then a line of the history.
 */
export function applyOfflineReport(
  journey: Draft,
  device: string,
  reading: Reading,
  now: Instant,
): Draft & { readonly verdict: ReadingVerdict } {
  const { room, changes } = journey;
  const record = findRecord(room, 'connection');
  const isOutweighed = room.connection.status === 'connected' && hasOtherOnline(room, device);
  const verdict = isOutweighed
    ? offlineVerdict(room, device, reading)
    : readingVerdict(record, reading);
  const marked = withOfflineDevice(room, device, reading);
  if (isOutweighed && verdict === 'unchanged') return { room: marked, changes, verdict };
  if (isOutweighed && verdict === 'applied') {
    const told = { type: 'reading.outweighed', device, ...reading } as const;
    return { ...addChange(journey, marked, told), verdict };
  }
  if (verdict === 'applied') {
    const gone = disconnect({ room: marked, changes }, reading.observedAt, 'noTelemetry');
    const told = { ...findRecord(gone.room, 'connection'), detail: reading.detail };
    return { ...gone, room: withRecord(gone.room, 'connection', told), verdict };
  }
  const kept = recordReading(record, reading, verdict, now);
  const next = kept.record === record ? room : withRecord(room, 'connection', kept.record);
  return { room: next, changes: kept.change ? [...changes, kept.change] : changes, verdict };
}
