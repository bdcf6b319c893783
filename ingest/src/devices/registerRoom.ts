/** How a room comes to be: for a person who adds one, and for a device that nobody knew yet. */
import type {
  Actor,
  EntryPoint,
  Input,
  Instant,
  RoomId,
  RoomProfile,
  Rules,
} from '@rooms-pro/core';
import {
  assignDeviceToRoom,
  changeRoom,
  claimRoom,
  nextNumber,
  roomsOfDevice,
  type Store,
  signalChange,
} from '@rooms-pro/store';

export type NewRoom = {
  readonly profile: RoomProfile;
  /** The id under which the room's device sends telemetry. */
  readonly device: string;
  /** Enrol at once; otherwise the room waits in onboarding. */
  readonly enrol: boolean;
  readonly by: Actor;
  readonly via?: EntryPoint;
  readonly correlationId?: string;
};

export type RegisterDeps = {
  readonly store: Store;
  readonly rules: Rules;
  readonly now: () => Instant;
};

const firstRoomNumber = 1001;

/**
 * Registers the room of a device and answers its id; a device that has a room keeps it. The device
 * is claimed before the room exists: of two at once one wins, and after a crash the next try finishes.
 */
export async function registerRoom(
  deps: RegisterDeps,
  room: NewRoom,
): Promise<{ readonly roomId: RoomId; readonly isNew: boolean }> {
  const roomId = await claimDevice(deps.store, room.device);
  const number = Number(roomId.slice('room-'.length));
  const isNew = await commit(deps, room, roomId, {
    kind: 'register',
    number,
    profile: room.profile,
  });
  if (room.enrol) {
    const command = { action: 'enrol' } as const;
    await commit(deps, room, roomId, { kind: 'command', actor: room.by, command });
  }
  return { roomId, isNew };
}

/** The room id that this device has: its own from before, or the next free one. */
async function claimDevice(store: Store, device: string): Promise<RoomId> {
  const [before] = await roomsOfDevice(store, device);
  if (before !== undefined) return before;
  const roomId: RoomId = `room-${await nextNumber(store, 'roomNumber', firstRoomNumber)}`;
  if (await claimRoom(store, device, roomId)) return roomId;
  return claimDevice(store, device);
}

/**
 * Puts a device into a room that there is. The room it leaves forgets what it said, and whoever
 * remembers the old one learns of the new. False: it stood there already.
 */
export async function moveDevice(
  { store, rules, now }: RegisterDeps,
  device: string,
  roomId: RoomId,
  correlationId: string,
): Promise<boolean> {
  const before = await roomsOfDevice(store, device);
  if (before.length === 1 && before[0] === roomId) return false;
  const left = await assignDeviceToRoom(store, device, roomId);
  await signalChange(store, 'deviceMoves', now());
  const actor = { kind: 'platform' } as const;
  for (const other of left)
    await changeRoom(store, rules, {
      roomId: other,
      input: { kind: 'command', actor, command: { action: 'removeDevice', device } },
      via: 'platform',
      correlationId,
      now: now(),
    });
  return true;
}

/** Whether this input changed something; a rejection means that it had been done before. */
async function commit(
  deps: RegisterDeps,
  { by, via, correlationId }: NewRoom,
  roomId: RoomId,
  input: Input,
): Promise<boolean> {
  const { committed } = await changeRoom(deps.store, deps.rules, {
    roomId,
    input,
    via: via ?? (by.kind === 'platform' ? 'platform' : 'tab'),
    correlationId: correlationId ?? `register-${roomId}`,
    now: deps.now(),
  });
  return committed;
}
