/** What rooms and tickets hold when nothing special goes on; fills documents of earlier versions. */
import type { Room, SignalRecord, Suppression, Ticket } from './room.ts';
import { newDevice } from './signals/state/applyFacts.ts';
import { signalRecords, unknownRecord } from './tickets/ticketState.ts';

/** A room with nothing under way and nothing to announce. */
export const defaultRoom: Pick<Room, 'command' | 'recentAttempts' | 'notices'> = {
  command: null,
  recentAttempts: [],
  notices: [],
};

/** A ticket on which nothing was tried, proved, counted or attached. */
export const defaultTicket: Pick<
  Ticket,
  'assignedAt' | 'proof' | 'attempts' | 'neighbours' | 'flappingSince' | 'attachments'
> = {
  assignedAt: null,
  proof: null,
  attempts: [],
  neighbours: null,
  flappingSince: null,
  attachments: [],
};

/** A room as an earlier version of the product wrote it, with the members it did not have yet. */
export function upgradeRoom(room: Room): Room {
  const signals = signalRecords(room).map(([signal, record]) => {
    const upgraded = upgradeRecord(record);
    // Earlier versions kept what a person had reported after it was resolved.
    const isOver = signal === 'reported' && upgraded.state !== 'unhealthy';
    return [signal, isOver ? { ...upgraded, detail: '' } : upgraded];
  });
  return {
    ...defaultRoom,
    ...room,
    connection:
      room.connection.status === 'disconnected'
        ? { ...room.connection, outage: room.connection.outage ?? null }
        : room.connection,
    suppression: upgradeSuppression(room.suppression),
    devices: room.devices.map((device) => ({ ...newDevice(device.id), ...device })),
    signals: Object.fromEntries(signals) as Room['signals'],
  };
}

function upgradeRecord(record: SignalRecord): SignalRecord {
  return {
    ...unknownRecord,
    ...record,
    suppression: upgradeSuppression(record.suppression),
    ticket: record.ticket && {
      ...defaultTicket,
      ...record.ticket,
      activatedAt: record.ticket.activatedAt ?? record.ticket.openedAt,
    },
  };
}

function upgradeSuppression(suppression: Suppression | null): Suppression | null {
  return suppression && { ...{ isReminded: false, missed: [] }, ...suppression };
}
