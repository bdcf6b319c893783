/** The connection of a room: disconnection, outages, reconnection, and reports that one device is offline. */

import type { Input } from '../../command.ts';
import { between, instantAfter, normalise } from '../../instant.ts';
import type { OutageId, Room, SignalRecord, Ticket } from '../../room.ts';
import type { ReadingVerdict } from '../../telemetry.ts';
import { addChange, type Draft, withParts } from '../../tickets/draft.ts';
import {
  findRecord,
  isIndependentOfDevice,
  signalRecords,
  withRecord,
} from '../../tickets/ticketState.ts';
import type { DisconnectedReason, Instant, Reading } from '../../words.ts';
import { ruleFor } from '../rules/defaultRules.ts';
import type { Rule, Rules } from '../rules/rule.ts';
import { disconnectedReason } from './rejectedTelemetry.ts';
import { hasOtherOnline, offlineVerdict, withOfflineDevice } from './severalDevices.ts';
import { readingVerdict, recordReading, setState, wasHealthy } from './stateHistory.ts';

/** Marks the room disconnected since `since`, unless it is disconnected already. */
export function disconnect(
  draft: Draft,
  since: Instant,
  reason: DisconnectedReason,
  outage: OutageId | null = null,
): Draft {
  const record = findRecord(draft.room, 'connection');
  if (record.state === 'unhealthy') return draft;
  const { connection } = draft.room;
  const start = connection.status === 'disconnected' ? connection.since : since;
  const disconnected = {
    ...setState(record, 'unhealthy', start, start),
    detail: '',
    observedAt: start,
  };
  const room: Room = {
    ...draft.room,
    connection: { status: 'disconnected', reason, since: start, outage: null },
  };
  const disconnectedDraft = addChange(draft, withRecord(room, 'connection', disconnected), {
    type: 'room.disconnected',
    signal: 'connection',
    since: start,
    reason,
  });
  return outage === null ? disconnectedDraft : joinOutage(disconnectedDraft, outage);
}

/** Adds a disconnected room to an outage. A room that is part of an outage already stays in it. */
export function joinOutage(draft: Draft, outage: OutageId): Draft {
  const { connection } = draft.room;
  if (connection.status !== 'disconnected' || connection.outage !== null) return draft;
  const { remainsOf: _, ...disconnected } = connection;
  const joined: Room = { ...draft.room, connection: { ...disconnected, outage } };
  return addChange(draft, joined, { type: 'outage.joined', signal: 'connection', outage });
}

/** Records that this outage is over while the room stays disconnected. */
export function leaveOutage(draft: Draft, outage: OutageId): Draft {
  const { connection } = draft.room;
  if (connection.status !== 'disconnected' || connection.outage !== outage) return draft;
  const remaining = { ...connection, outage: null, remainsOf: outage };
  const left: Room = { ...draft.room, connection: remaining };
  return addChange(draft, left, { type: 'outage.left', signal: 'connection', outage });
}

/** Records that telemetry arrived: the room is connected, and frozen timers continue from now. */
export function reconnect(draft: Draft, rules: Rules, now: Instant): Draft {
  const { room, changes } = draft;
  const before = findRecord(room, 'connection');
  if (room.connection.status === 'connected') {
    const observed: SignalRecord = { ...before, state: 'healthy', detail: '', observedAt: now };
    return { room: withRecord(room, 'connection', observed), changes };
  }
  const { since, outage, reason } = room.connection;
  const isFirst = reason === 'neverConnected' && !wasHealthy(before);
  const thawed = thaw({ ...room, connection: { status: 'connected' } }, since, rules, now);
  const record = { ...setState(before, 'healthy', now, now), detail: '', observedAt: now };
  const connected = addChange(draft, withRecord(thawed, 'connection', record), {
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
 * Moves every frozen timer forward by the time without telemetry: from the disconnection, or from the
 * start of the timer where it is later, until now.
 */
function thaw(room: Room, disconnectedSince: Instant, rules: Rules, now: Instant): Room {
  let next = room;
  for (const [signal, record] of signalRecords(room)) {
    if (isIndependentOfDevice(signal)) continue;
    const { ticket } = record;
    const postpone = (at: Instant, lastsMs: number): Instant => {
      const startedAt = instantAfter(at, -lastsMs);
      const from = startedAt > disconnectedSince ? startedAt : disconnectedSince;
      return instantAfter(at, Math.max(0, between(from, now)));
    };
    next = withRecord(next, signal, {
      ...record,
      // The time before the disconnection still counts.
      countsFrom: postpone(record.countsFrom, 0),
      ticket: ticket && postponeTicket(ticket, ruleFor(rules, signal), postpone),
    });
  }
  return next;
}

/** The ticket with its timers moved. */
function postponeTicket(
  ticket: Ticket,
  { investigateForMs, escalatesAfterMs, watchForMs }: Rule,
  postpone: (at: Instant, lastsMs: number) => Instant,
): Ticket {
  const { proof, escalatesAt } = ticket;
  const next = {
    ...ticket,
    proof: proof && { ...proof, until: postpone(proof.until, watchForMs) },
  };
  if (next.status === 'resolved' || next.status === 'closed') return next;
  const escalates = escalatesAt && postpone(escalatesAt, escalatesAfterMs ?? 0);
  return next.status === 'needsAction'
    ? { ...next, escalatesAt: escalates }
    : {
        ...next,
        escalatesAt: escalates,
        investigatesUntil: postpone(next.investigatesUntil, investigateForMs),
      };
}

/**
 * Applies a report that one device is offline. The report disconnects the room when no other device is
 * online. When another device is online, the report only becomes a line of the history, and the room
 * disconnects after the rule's time without telemetry of any device.
 */
export function applyOfflineReport(
  draft: Draft,
  device: string,
  reading: Reading,
  now: Instant,
): Draft & { readonly verdict: ReadingVerdict } {
  const { room, changes } = draft;
  const record = findRecord(room, 'connection');
  const isOutweighed = room.connection.status === 'connected' && hasOtherOnline(room, device);
  const verdict = isOutweighed
    ? offlineVerdict(room, device, reading)
    : readingVerdict(record, reading);
  const marked = withOfflineDevice(room, device, reading);
  if (isOutweighed && verdict === 'unchanged') return { room: marked, changes, verdict };
  if (isOutweighed && verdict === 'applied') {
    const reported = { type: 'reading.outweighed', device, ...reading } as const;
    return { ...addChange(draft, marked, reported), verdict };
  }
  if (verdict === 'applied') {
    const disconnectedDraft = disconnect(
      { room: marked, changes },
      reading.observedAt,
      'noTelemetry',
    );
    const reported = {
      ...findRecord(disconnectedDraft.room, 'connection'),
      detail: reading.detail,
    };
    return {
      ...disconnectedDraft,
      room: withRecord(disconnectedDraft.room, 'connection', reported),
      verdict,
    };
  }
  const recorded = recordReading(record, reading, verdict, now);
  const next = recorded.record === record ? room : withRecord(room, 'connection', recorded.record);
  return {
    room: next,
    changes: recorded.change ? [...changes, recorded.change] : changes,
    verdict,
  };
}

/** Disconnects a room without telemetry for the rule's time, unless the room is retired. */
export function applySilence(
  room: Room,
  input: Extract<Input, { kind: 'silence' }>,
  rules: Rules,
  now: Instant,
): Draft {
  const draft = { room, changes: [] };
  if (room.enrolment === 'retired') return draft;
  if (between(input.since, now) < rules.disconnectedAfterMs) return draft;
  const reason = disconnectedReason(room, input.reason, rules, now);
  // A room whose telemetry arrives but is rejected is not part of an outage.
  const since = normalise(input.since);
  if (reason !== 'rejectedTelemetry') return disconnect(draft, since, reason, input.outage);
  const disconnected = disconnect(draft, since, reason);
  if (disconnected === draft) return draft;
  const detail = `All telemetry is rejected: ${room.rejected?.reason ?? ''}`;
  return { ...disconnected, room: withParts(disconnected.room, 'connection', { detail }) };
}
