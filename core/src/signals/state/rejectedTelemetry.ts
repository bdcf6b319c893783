/** Rejected telemetry: its signals lose their report, and a room with only rejected telemetry shows the reason. */

import { between } from '../../instant.ts';
import type { Rejected, Room } from '../../room.ts';
import type { Telemetry } from '../../telemetry.ts';
import { addChange, type Draft } from '../../tickets/draft.ts';
import { findRecord, withRecord } from '../../tickets/ticketState.ts';
import type { DisconnectedReason, Instant } from '../../words.ts';
import type { Rules } from '../rules/rule.ts';
import { findReport, withoutReport } from './severalDevices.ts';

/** Applies the rejected part of a message. A signal that also has an accepted reading keeps its state. */
export function applyRejected(
  draft: Draft,
  message: Telemetry,
  rules: Pick<Rules, 'disconnectedAfterMs'>,
  now: Instant,
): Draft {
  const { device, rejected, readings } = message;
  if (rejected === undefined) {
    const isOver = readings.length > 0 && draft.room.rejected?.device === device;
    return isOver ? accept(draft, device) : draft;
  }
  const { reason, isAll, signals } = rejected;
  let next = draft;
  for (const signal of new Set(signals)) {
    const record = findRecord(next.room, signal);
    const isAccepted = readings.some((one) => one.signal === signal);
    if (isAccepted || findReport(record, device) === null) continue;
    const unknown = withRecord(next.room, signal, withoutReport(record, device, now));
    next = addChange(next, unknown, { type: 'reading.rejected', signal, device, reason });
  }
  if (!isAll) {
    const isOver = readings.length > 0 && next.room.rejected?.device === device;
    return isOver ? accept(next, device) : next;
  }
  return recordRejected(next, { device, reason, since: now, at: now }, rules, now);
}

function recordRejected(
  draft: Draft,
  latest: Rejected,
  { disconnectedAfterMs }: Pick<Rules, 'disconnectedAfterMs'>,
  now: Instant,
): Draft {
  const { rejected: before, connection } = draft.room;
  const rejected: Rejected = { ...latest, since: before?.since ?? latest.since };
  const { device, reason } = latest;
  const room: Room = { ...draft.room, rejected };
  const next: Draft = before
    ? { ...draft, room }
    : addChange(draft, room, { type: 'device.rejected', device, reason });
  const hasOtherReason =
    connection.status === 'disconnected' && connection.reason !== 'rejectedTelemetry';
  if (!hasOtherReason || between(rejected.since, now) < disconnectedAfterMs) return next;
  return addChange(
    next,
    { ...room, connection: { ...connection, reason: 'rejectedTelemetry' } },
    {
      type: 'room.disconnected',
      signal: 'connection',
      since: connection.since,
      reason: 'rejectedTelemetry',
    },
  );
}

function accept({ room, changes }: Draft, device: string): Draft {
  const { rejected, ...accepted } = room;
  if (rejected === undefined) return { room, changes };
  const { since } = rejected;
  return addChange({ room, changes }, accepted, { type: 'device.accepted', device, since });
}

/** Why a room is disconnected: rejected telemetry where it still arrives, else the given reason. */
export function disconnectedReason(
  { rejected }: Room,
  otherReason: DisconnectedReason,
  { disconnectedAfterMs }: Pick<Rules, 'disconnectedAfterMs'>,
  now: Instant,
): DisconnectedReason {
  const isArriving = rejected !== undefined && between(rejected.at, now) < disconnectedAfterMs;
  return isArriving ? 'rejectedTelemetry' : otherReason;
}
