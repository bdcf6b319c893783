/** The default members of rooms and tickets; they complete documents of earlier versions. */
import type { Room, RoomProfile, SignalRecord, StoredTicket, Suppression } from './room.ts';
import { newDevice } from './signals/state/applyFacts.ts';
import { toTicket } from './tickets/ticket.ts';
import { signalRecords, unknownRecord } from './tickets/ticketState.ts';
import type { Instant } from './words.ts';

/** A room without a pending command, recent remediations or notices. */
export const defaultRoom: Pick<Room, 'command' | 'recentAttempts' | 'notices'> = {
  command: null,
  recentAttempts: [],
  notices: [],
};

/** A room in onboarding from which no telemetry has arrived yet, in its first revision. */
export function newRoom(number: number, profile: RoomProfile, now: Instant): Room {
  return {
    ...defaultRoom,
    ...profile,
    id: `room-${number}`,
    number,
    enrolment: 'onboarding',
    enrolmentSince: now,
    connection: { status: 'disconnected', reason: 'neverConnected', since: now, outage: null },
    suppression: null,
    devices: [],
    signals: {},
    ticketCount: 0,
    revision: 1,
    dueAt: null,
  };
}

/** A ticket without remediations, verification, counted rooms or attachments. */
export const defaultTicket = {
  assignedAt: null,
  proof: null,
  attempts: [],
  neighbours: null,
  flappingSince: null,
  attachments: [],
} as const satisfies Partial<StoredTicket>;

/** A room that an earlier version of the product wrote, with the members added since. */
export function upgradeRoom(room: Room): Room {
  const signals = signalRecords(room).map(([signal, record]) => {
    const upgraded = upgradeRecord(record);
    // Earlier versions kept a person's report after its resolution.
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
    ticket:
      record.ticket &&
      toTicket({
        ...defaultTicket,
        ...record.ticket,
        activatedAt: record.ticket.activatedAt ?? record.ticket.openedAt,
      }),
  };
}

function upgradeSuppression(suppression: Suppression | null): Suppression | null {
  return suppression && { ...{ isReminded: false, missed: [] }, ...suppression };
}
