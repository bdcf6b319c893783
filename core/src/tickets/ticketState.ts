/** The present state of a signal: its record, its status, whether it is suppressed or frozen. */
import type { OpenTicket, Room, SignalRecord, Suppression, Ticket } from '../room.ts';
import type { IncidentState, SignalId, TicketNumber, TicketStatus } from '../words.ts';
import { isOpenTicket } from './ticket.ts';

const never = '1970-01-01T00:00:00.000Z';

/** The record of a signal without any report. */
export const unknownRecord: SignalRecord = {
  state: 'unknown',
  detail: '',
  observedAt: never,
  since: never,
  countsFrom: never,
  suppression: null,
  missed: null,
  ticket: null,
  device: null,
  others: [],
  advice: {},
  earlier: [],
  late: [],
};

/** The signal's record; `unknownRecord` when the room has no record of the signal. */
export function findRecord(room: Room, signal: SignalId): SignalRecord {
  return room.signals[signal] ?? unknownRecord;
}

/** The room with this signal's record replaced. */
export function withRecord(room: Room, signal: SignalId, record: SignalRecord): Room {
  return { ...room, signals: { ...room.signals, [signal]: record } };
}

/** All recorded signals of a room. */
export function signalRecords(room: Room): [SignalId, SignalRecord][] {
  return Object.entries(room.signals) as [SignalId, SignalRecord][];
}

/** The status of the signal's ticket. */
export function ticketStatus(record: SignalRecord): TicketStatus {
  return record.ticket?.status ?? 'unopened';
}

/** Whether an incident is open in this status. */
export function isOpen(status: TicketStatus): status is IncidentState {
  return status === 'systemInvestigating' || status === 'needsAction';
}

/** The signal's ticket when its incident is open, else `null`. */
export function findOpenTicket({ ticket }: SignalRecord): OpenTicket | null {
  return ticket !== null && isOpenTicket(ticket) ? ticket : null;
}

/** Whether a person has responded. A response whose fix failed does not count. */
export function isRespondedTo({ response }: Pick<Ticket, 'response'>): boolean {
  return response !== null && response.failedAt === undefined;
}

/** The effective suppression of a signal: the suppression of the signal, else of the whole room. */
export function effectiveSuppression(
  room: Room,
  signal: SignalId,
): (Suppression & { readonly scope: 'signal' | 'room' }) | null {
  const own = room.signals[signal]?.suppression;
  if (own) return { ...own, scope: 'signal' };
  return room.suppression ? { ...room.suppression, scope: 'room' } : null;
}

/** Whether a signal is frozen: its room is disconnected, so its state may be out of date and its timers stop. */
export function isFrozen(room: Room, signal: SignalId): boolean {
  return room.connection.status === 'disconnected' && !isIndependentOfDevice(signal);
}

/** Whether a signal does not come from a device, so that it stays valid while the room is disconnected. */
export function isIndependentOfDevice(signal: SignalId): boolean {
  return signal === 'connection' || signal === 'reported';
}

/** The signal whose ticket has this number in the room, or `null`. */
export function findTicketSignal(room: Room, number: TicketNumber): SignalId | null {
  return signalRecords(room).find(([, record]) => record.ticket?.number === number)?.[0] ?? null;
}
