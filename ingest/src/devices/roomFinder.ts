/** Finds the room of a device; an unknown device gets a new room in onboarding. */
import { createQueues } from '@rooms-pro/async';
import {
  emptyProfile,
  foldDeviceId,
  type Instant,
  type RawReading,
  type RoomId,
  type RoomProfile,
} from '@rooms-pro/core';
import { type Gateway, roomsOfDevice, watchSignal } from '@rooms-pro/store';
import type { RoomDeps } from '../deps.ts';
import { registerRoom } from './registerRoom.ts';
import { sanitizeName } from './sanitizeName.ts';

/** What a first message contains about a device and its room. */
export type NewDeviceDescription = {
  readonly device: string;
  readonly displayName: string;
  readonly displays: number;
};

/** Reads the name of a new room and its minimum number of displays from first messages. */
export function describeNewDevice(
  device: string,
  items: readonly unknown[],
  readings: readonly Pick<RawReading, 'signal'>[],
  given: readonly string[] = [],
): NewDeviceDescription {
  const names = [...given.map(sanitizeName), ...items.map(readDisplayName)].filter(Boolean);
  const displays = readings.map(({ signal }) => Number(/^display:(\d+)$/.exec(signal)?.[1] ?? 1));
  return {
    device,
    displayName: names[0] ?? '',
    displays: Math.max(1, ...displays),
  };
}

function readDisplayName(item: unknown): string {
  const event = (item as { event?: { DisplayName?: unknown } | null } | null)?.event;
  return typeof event?.DisplayName === 'string' ? sanitizeName(event.DisplayName) : '';
}

/** The profile of a discovered room until a person completes it. */
function discoveredProfile({ device, displayName, displays }: NewDeviceDescription): RoomProfile {
  return {
    ...emptyProfile,
    name: displayName || sanitizeName(device) || 'Unnamed room',
    expectedDisplays: displays,
  };
}

/** The sender of messages, for the limit of new rooms. */
export type Sender = {
  readonly correlationId: string;
  /** `null`: a device itself, or Microsoft Graph. */
  readonly gateway: Gateway | null;
};

/**
 * The room of a device. Where an earlier version created one room per spelling, each spelling keeps its
 * room until that room is retired; then it belongs to a room in use. `null`: there is no room yet.
 */
export async function roomInUse(
  { store, cache }: Pick<RoomDeps, 'store' | 'cache'>,
  device: string,
): Promise<{ readonly roomId: RoomId | null; readonly isOnly: boolean }> {
  const ids = await roomsOfDevice(store, device);
  const isOnly = ids.length <= 1;
  let retired: RoomId | null = null;
  for (const roomId of ids) {
    // A claimed device without a room: the process ended before it committed the room.
    const room = await cache.get(roomId);
    if (room === null) continue;
    if (room.value.enrolment !== 'retired') return { roomId, isOnly };
    retired ??= roomId;
  }
  return { roomId: retired, isOnly };
}

/** Finds rooms and caches them: a device keeps its room until a person enrols it into another room. */
export function createRoomFinder(deps: RoomDeps) {
  /** By the folded id. */
  const known = new Map<string, RoomId>();
  /** Searches by the folded id: of two new spellings the first one creates the room. */
  const searches = createQueues<string>();
  const hasMoved = watchSignal(deps.store, 'deviceMoves');

  async function findOrRegister(
    description: NewDeviceDescription,
    now: Instant,
    { correlationId, gateway }: Sender,
  ): Promise<RoomId | null> {
    const { device } = description;
    const found = await roomInUse(deps, device);
    if (found.roomId !== null) {
      if (found.isOnly) known.set(foldDeviceId(device), found.roomId);
      return found.roomId;
    }
    if (gateway !== null && deps.newRooms !== undefined) {
      if (!(await deps.newRooms.take(gateway, device, now))) return null;
    }
    const { roomId, isNew } = await registerRoom(
      { store: deps.store, rules: deps.rules, now: () => now },
      {
        profile: discoveredProfile(description),
        device,
        enrol: false,
        by: { kind: 'platform' },
        correlationId,
      },
    );
    if (isNew) deps.log.info('room.discovered', { roomId, correlationId });
    known.set(foldDeviceId(device), roomId);
    return roomId;
  }

  const remembered = (device: string): RoomId | null =>
    known.get(device) ?? known.get(foldDeviceId(device)) ?? null;

  return {
    /** Clears the cache when a device has moved. Call it before `remembered` and `find`. */
    async refresh(now: Instant): Promise<void> {
      if (await hasMoved(Date.parse(now))) known.clear();
    },
    /** The cached room of a device, without a read from the store. */
    remembered,
    /**
     * The room of a device. `introduction` runs only for a new device. `null`: there is no room yet, because
     * the gateway has reached its limit of new rooms in this hour.
     */
    async find(
      device: string,
      introduction: () => NewDeviceDescription,
      now: Instant,
      sender: Sender,
    ): Promise<RoomId | null> {
      const roomId = remembered(device);
      if (roomId !== null) return roomId;
      return searches.run(
        foldDeviceId(device),
        async () => remembered(device) ?? findOrRegister(introduction(), now, sender),
      );
    },
  };
}
export type RoomFinder = ReturnType<typeof createRoomFinder>;
