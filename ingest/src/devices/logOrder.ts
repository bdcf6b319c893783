/** The order behind files that a device sends: a command to collect logs, under way or just ended. */
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

/** Where its file belongs, and whether it is there already. */
export type Order = {
  readonly signal: SignalId;
  readonly ticket: TicketNumber;
  readonly isFulfilled: boolean;
};

/** A device that was slow, or cut off, may still send what was asked of it. */
const takenAfterEndMs = 3_600_000;

/** The signal whose ticket a command's id begins with; `null`: none of this room. */
export function signalOfCommand(room: Room, command: string): SignalId | null {
  const [, number] = /^(\d{1,9}-\d{1,9})\.\d+\.\d+$/.exec(command) ?? [];
  return number === undefined ? null : findTicketSignal(room, number as TicketNumber);
}

/** The order, by what happened on its signal; `null`: nothing this device may send a file for now. */
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
  const isOver = endedAt !== null && between(endedAt, now) > scaleWait(takenAfterEndMs, rules);
  if (ticket === null || isOver) return null;
  // What was attached for a command is told under the command's own name.
  const isFulfilled = events.some(
    ({ correlationId, changes }) =>
      correlationId === command && changes.some(({ type }) => type === 'attachment.added'),
  );
  return { signal, ticket, isFulfilled };
}
