/** Registers rooms: for a person who adds a room, and for an unknown device. */
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
  /** The id of the room's device in telemetry. */
  readonly device: string;
  /** Enrol the room immediately; if false, the room waits in onboarding. */
  readonly enrol: boolean;
  readonly by: Actor;
  readonly via?: EntryPoint;
  readonly correlationId?: string;
};

export type RegisterDeps = {
  readonly store: Store;
  readonly rules: () => Rules;
  readonly now: () => Instant;
};

const firstRoomNumber = 1001;

/**
 * Registers the room of a device and returns its id; a device that has a room keeps that room. It claims
 * the device before the room exists: of two calls at the same time one wins, and after a crash the next
 * call completes the registration.
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

/** The room id of this device: its existing room, or the next free id. */
async function claimDevice(store: Store, device: string): Promise<RoomId> {
  const [before] = await roomsOfDevice(store, device);
  if (before !== undefined) return before;
  const roomId: RoomId = `room-${await nextNumber(store, 'roomNumber', firstRoomNumber)}`;
  if (await claimRoom(store, device, roomId)) return roomId;
  return claimDevice(store, device);
}

/**
 * Moves a device to an existing room. The old room loses the data of the device, and caches of device
 * rooms are refreshed. False: the device is in that room already.
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
    await changeRoom(store, rules(), {
      roomId: other,
      input: { kind: 'command', actor, command: { action: 'removeDevice', device } },
      via: 'platform',
      correlationId,
      now: now(),
    });
  return true;
}

/** Whether this input changed the room; a rejection means that an earlier call has done it. */
async function commit(
  deps: RegisterDeps,
  { by, via, correlationId }: NewRoom,
  roomId: RoomId,
  input: Input,
): Promise<boolean> {
  const { committed } = await changeRoom(deps.store, deps.rules(), {
    roomId,
    input,
    via: via ?? (by.kind === 'platform' ? 'platform' : 'tab'),
    correlationId: correlationId ?? `register-${roomId}`,
    now: deps.now(),
  });
  return committed;
}
