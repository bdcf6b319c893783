/** Rooms for tests. A test names only the fields that it is about. */
import { defaultRoom, type Instant, type Room, type RoomProfile } from '@rooms-pro/core';
import type { RoomRow } from '@rooms-pro/core/contracts';

/** When the room of a test was enrolled. */
export const enrolledAt: Instant = '2026-10-01T08:00:00.000Z';

const profile: RoomProfile = {
  name: 'Amber',
  building: 'Alster House',
  floor: '4',
  capacity: 10,
  groups: [],
  timeZone: 'Europe/Berlin',
  meetingMode: 'teams',
  expectedDisplays: 1,
};

/** What people enter about a room. */
export function aProfile(over: Partial<RoomProfile> = {}): RoomProfile {
  return { ...profile, ...over };
}

/** An enrolled and connected room without signals. */
export function aRoom(over: Partial<Room> = {}): Room {
  const number = over.number ?? 1001;
  return {
    ...defaultRoom,
    ...profile,
    id: `room-${number}`,
    number,
    enrolment: 'enrolled',
    enrolmentSince: enrolledAt,
    connection: { status: 'connected' },
    suppression: null,
    devices: [],
    signals: {},
    ticketCount: 0,
    revision: 1,
    dueAt: null,
    ...over,
  };
}

/** A healthy room, as a list shows it. */
export function aRoomRow(over: Partial<RoomRow> = {}): RoomRow {
  const { id, number, name, building, floor, capacity, groups, enrolment } = aRoom();
  return {
    roomId: id,
    number,
    name,
    building,
    floor,
    capacity,
    groups,
    enrolment,
    health: 'healthy',
    because: '',
    healthSince: enrolledAt,
    important: 0,
    warnings: 0,
    misconfigured: null,
    lastSeenAt: '2026-11-22T08:00:00.000Z',
    ...over,
  };
}
