/** Telemetry that was rejected: what it spoke of is unknown, and a room of which all is rejected shows it. */
import type { Telemetry } from '../../command.ts';
import { between } from '../../instant.ts';
import type { Rejected, Room } from '../../room.ts';
import { happen, type Journey } from '../../tickets/draft.ts';
import { recordOf, withRecord } from '../../tickets/ticketState.ts';
import type { DisconnectedReason, Instant } from '../../words.ts';
import type { Rules } from '../rules/rule.ts';
import { reportOf, withoutReport } from './severalDevices.ts';

/** Takes what was rejected of a message; signals of which it told something good as well stay. */
export function applyRejected(
  journey: Journey,
  message: Telemetry,
  rules: Pick<Rules, 'disconnectedAfterMs'>,
  now: Instant,
): Journey {
  const { device, rejected, readings } = message;
  if (rejected === undefined) {
    const isOver = readings.length > 0 && journey.room.rejected?.device === device;
    return isOver ? accept(journey, device) : journey;
  }
  const { reason, isAll, signals } = rejected;
  let next = journey;
  for (const signal of new Set(signals)) {
    const record = recordOf(next.room, signal);
    const isTold = readings.some((one) => one.signal === signal);
    if (isTold || reportOf(record, device) === null) continue;
    const unknown = withRecord(next.room, signal, withoutReport(record, device, now));
    next = happen(next, unknown, { type: 'reading.rejected', signal, device, reason });
  }
  if (!isAll) {
    const isOver = readings.length > 0 && next.room.rejected?.device === device;
    return isOver ? accept(next, device) : next;
  }
  return stillRejected(next, { device, reason, since: now, at: now }, rules, now);
}

function stillRejected(
  journey: Journey,
  latest: Rejected,
  { disconnectedAfterMs }: Pick<Rules, 'disconnectedAfterMs'>,
  now: Instant,
): Journey {
  const { rejected: before, connection } = journey.room;
  const rejected: Rejected = { ...latest, since: before?.since ?? latest.since };
  const { device, reason } = latest;
  const room: Room = { ...journey.room, rejected };
  const next: Journey = before
    ? { ...journey, room }
    : happen(journey, room, { type: 'device.rejected', device, reason });
  const isOtherwise =
    connection.status === 'disconnected' && connection.reason !== 'rejectedTelemetry';
  if (!isOtherwise || between(rejected.since, now) < disconnectedAfterMs) return next;
  return happen(
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

function accept({ room, changes }: Journey, device: string): Journey {
  const { rejected, ...accepted } = room;
  if (rejected === undefined) return { room, changes };
  const { since } = rejected;
  return happen({ room, changes }, accepted, { type: 'device.accepted', device, since });
}

/** Why a room of which nothing acceptable arrives is disconnected. */
export function reasonOfSilence(
  { rejected }: Room,
  otherwise: DisconnectedReason,
  { disconnectedAfterMs }: Pick<Rules, 'disconnectedAfterMs'>,
  now: Instant,
): DisconnectedReason {
  const isArriving = rejected !== undefined && between(rejected.at, now) < disconnectedAfterMs;
  return isArriving ? 'rejectedTelemetry' : otherwise;
}
