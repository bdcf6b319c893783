/** Telemetry that was rejected: what it spoke of is unknown, and a room of which all is rejected shows it. */
import type { Telemetry } from '../../command.ts';
import { between } from '../../instant.ts';
import type { Rejected, Room } from '../../room.ts';
import { addChange, type Draft } from '../../tickets/draft.ts';
import { findRecord, withRecord } from '../../tickets/ticketState.ts';
import type { DisconnectedReason, Instant } from '../../words.ts';
import type { Rules } from '../rules/rule.ts';
import { findReport, withoutReport } from './severalDevices.ts';

/** Takes what was rejected of a message; signals of which it told something good as well stay. */
export function applyRejected(
  journey: Draft,
  message: Telemetry,
  rules: Pick<Rules, 'disconnectedAfterMs'>,
  now: Instant,
): Draft {
  const { device, rejected, readings } = message;
  if (rejected === undefined) {
    const isOver = readings.length > 0 && journey.room.rejected?.device === device;
    return isOver ? accept(journey, device) : journey;
  }
  const { reason, isAll, signals } = rejected;
  let next = journey;
  for (const signal of new Set(signals)) {
    const record = findRecord(next.room, signal);
    const isTold = readings.some((one) => one.signal === signal);
    if (isTold || findReport(record, device) === null) continue;
    const unknown = withRecord(next.room, signal, withoutReport(record, device, now));
    next = addChange(next, unknown, { type: 'reading.rejected', signal, device, reason });
  }
  if (!isAll) {
    const isOver = readings.length > 0 && next.room.rejected?.device === device;
    return isOver ? accept(next, device) : next;
  }
  return stillRejected(next, { device, reason, since: now, at: now }, rules, now);
}

function stillRejected(
  journey: Draft,
  latest: Rejected,
  { disconnectedAfterMs }: Pick<Rules, 'disconnectedAfterMs'>,
  now: Instant,
): Draft {
  const { rejected: before, connection } = journey.room;
  const rejected: Rejected = { ...latest, since: before?.since ?? latest.since };
  const { device, reason } = latest;
  const room: Room = { ...journey.room, rejected };
  const next: Draft = before
    ? { ...journey, room }
    : addChange(journey, room, { type: 'device.rejected', device, reason });
  const isOtherwise =
    connection.status === 'disconnected' && connection.reason !== 'rejectedTelemetry';
  if (!isOtherwise || between(rejected.since, now) < disconnectedAfterMs) return next;
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

/** Why a room of which nothing acceptable arrives is disconnected. */
export function disconnectedReason(
  { rejected }: Room,
  otherwise: DisconnectedReason,
  { disconnectedAfterMs }: Pick<Rules, 'disconnectedAfterMs'>,
  now: Instant,
): DisconnectedReason {
  const isArriving = rejected !== undefined && between(rejected.at, now) < disconnectedAfterMs;
  return isArriving ? 'rejectedTelemetry' : otherwise;
}
