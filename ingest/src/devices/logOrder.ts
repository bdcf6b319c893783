/** The order for a file from a device: a command to collect logs that is running or has just ended. */
import {
  between,
  findTicketSignal,
  type Instant,
  isSameDevice,
  type Room,
  type RoomEvent,
  type Rules,
  type SignalId,
  scaleWait,
  type TicketNumber,
} from '@rooms-pro/core';

/** The ticket of the file, and whether the file is attached already. */
export type Order = {
  readonly signal: SignalId;
  readonly ticket: TicketNumber;
  readonly isFulfilled: boolean;
};

/** A slow or disconnected device may still send the ordered file within this time. */
const acceptedAfterEndMs = 3_600_000;

/** The signal of the ticket at the start of a command's id; `null`: the room has no such ticket. */
export function findCommandSignal(room: Room, command: string): SignalId | null {
  const [, number] = /^(\d{1,9}-\d{1,9})\.\d+\.\d+$/.exec(command) ?? [];
  return number === undefined ? null : findTicketSignal(room, number as TicketNumber);
}

/** The order, from the events of its signal; `null`: this device may not send a file for the command now. */
export function findLogOrder(
  events: readonly RoomEvent[],
  { signal, device, command }: { signal: SignalId; device: string; command: string },
  now: Instant,
  rules: Pick<Rules, 'pace'>,
): Order | null {
  let ticket: TicketNumber | null = null;
  let endedAt: Instant | null = null;
  for (const { at, changes } of events) {
    for (const change of changes) {
      if (change.type === 'remediation.ended' && change.id === command) endedAt = at;
      if (change.type !== 'remediation.started' || change.id !== command) continue;
      const isTheirs = isSameDevice(change.device, device) && change.remediation === 'collectLogs';
      if (isTheirs) ticket = change.ticket;
    }
  }
  const isOver = endedAt !== null && between(endedAt, now) > scaleWait(acceptedAfterEndMs, rules);
  if (ticket === null || isOver) return null;
  // The event of an attachment has the id of its command as the correlation id.
  const isFulfilled = events.some(
    ({ correlationId, changes }) =>
      correlationId === command && changes.some(({ type }) => type === 'attachment.added'),
  );
  return { signal, ticket, isFulfilled };
}
