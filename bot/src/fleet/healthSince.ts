/** Computes since when a room has its current health. */
import {
  effectiveSuppression,
  findOpenTicket,
  type Instant,
  type Room,
  type RoomHealth,
  signalRecords,
} from '@rooms-pro/core';

/** When the current health began, as far as the room's document shows it. */
export function computeHealthSince(room: Room, { health }: Pick<RoomHealth, 'health'>): Instant {
  const { enrolment, enrolmentSince, connection, suppression } = room;
  if (enrolment === 'retired' || health === 'onboarding') return enrolmentSince;
  if (health === 'suppressed') return suppression?.at ?? enrolmentSince;
  if (connection.status === 'disconnected') return connection.since;
  return health === 'unhealthy' ? unhealthySince(room) : healthySince(room);
}

/** The start of the oldest incident that makes the room unhealthy. */
function unhealthySince(room: Room): Instant {
  let oldest: Instant | null = null;
  for (const [signal, record] of signalRecords(room)) {
    const ticket = findOpenTicket(record);
    if (ticket?.severity !== 'important' || effectiveSuppression(room, signal)) continue;
    if (oldest === null || ticket.activatedAt < oldest) oldest = ticket.activatedAt;
  }
  return oldest ?? room.enrolmentSince;
}

/** The latest end of a state that made the room unhealthy, disconnected or suppressed. */
function healthySince(room: Room): Instant {
  let latest = room.enrolmentSince;
  const consider = (end: Instant | null | undefined) => {
    if (end && end > latest) latest = end;
  };
  for (const [signal, record] of signalRecords(room)) {
    if (signal === 'connection' && record.state === 'healthy') consider(record.since);
    if (record.ticket?.severity !== 'important') continue;
    consider(
      findOpenTicket(record) === null
        ? record.ticket.resolvedAt
        : effectiveSuppression(room, signal)?.at,
    );
  }
  return latest;
}
