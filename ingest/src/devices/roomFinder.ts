/** From a device to its room; a device nobody knew is discovered and gets an onboarding room. */
import {
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

/** What a first message tells about a device and the room around it. */
export type NewDeviceDescription = {
  readonly device: string;
  readonly displayName: string;
  readonly displays: number;
};

/** Reads from first messages what a new room would be called and how many displays it has at least. */
export function describeNewDevice(
  device: string,
  items: readonly unknown[],
  readings: readonly Pick<RawReading, 'signal'>[],
  given: readonly string[] = [],
): NewDeviceDescription {
  const names = [...given.map(sanitizeName), ...items.map(displayNameOf)].filter(Boolean);
  const displays = readings.map(({ signal }) => Number(/^display:(\d+)$/.exec(signal)?.[1] ?? 1));
  return {
    device,
    displayName: names[0] ?? '',
    displays: Math.max(1, ...displays),
  };
}

function displayNameOf(item: unknown): string {
  const event = (item as { event?: { DisplayName?: unknown } | null } | null)?.event;
  return typeof event?.DisplayName === 'string' ? sanitizeName(event.DisplayName) : '';
}

/** What is supposed of a room until a person says better. */
function discoveredProfile({ device, displayName, displays }: NewDeviceDescription): RoomProfile {
  return {
    name: displayName || sanitizeName(device) || 'Unnamed room',
    building: '',
    floor: '',
    capacity: 0,
    groups: [],
    timeZone: 'UTC',
    meetingMode: 'teams',
    expectedDisplays: displays,
  };
}

/** Who sends messages, as far as new rooms are concerned. */
export type Sender = {
  readonly correlationId: string;
  /** `null`: a device itself, or Microsoft Graph. */
  readonly gateway: Gateway | null;
};

/**
 * The room of a device. Where an earlier version made one for each spelling, each spelling keeps its
 * room until that is retired; a room in use then takes all of them. `null`: there is no room yet.
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

/** Finds rooms and remembers them: a device keeps its room until somebody enrols it into another. */
export function createRoomFinder(deps: RoomDeps) {
  /** By the folded id. */
  const known = new Map<string, RoomId>();
  /** Searches under way, by the folded id: of two spellings that are new the first one makes the room. */
  const looking = new Map<string, Promise<unknown>>();
  const hasMoved = watchSignal(deps.store, 'deviceMoves');

  async function look(
    who: NewDeviceDescription,
    now: Instant,
    { correlationId, gateway }: Sender,
  ): Promise<RoomId | null> {
    const { device } = who;
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
        profile: discoveredProfile(who),
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
    /** Forgets what is remembered when some device has moved; to be called before looking. */
    async refresh(now: Instant): Promise<void> {
      if (await hasMoved(Date.parse(now))) known.clear();
    },
    /** The room of a device that was met before, without asking the store. */
    remembered,
    /**
     * The room of a device; `introduction` is asked only when it is met for the first time. `null`:
     * there is none yet, because the gateway has made as many in this hour as it may.
     */
    async find(
      device: string,
      introduction: () => NewDeviceDescription,
      now: Instant,
      sender: Sender,
    ): Promise<RoomId | null> {
      const roomId = remembered(device);
      if (roomId !== null) return roomId;
      const folded = foldDeviceId(device);
      const before = looking.get(folded) ?? Promise.resolve();
      const search = before.then(() => remembered(device) ?? look(introduction(), now, sender));
      const ended: Promise<unknown> = search
        .catch(() => {})
        .finally(() => {
          if (looking.get(folded) === ended) looking.delete(folded);
        });
      looking.set(folded, ended);
      return search;
    },
  };
}
export type RoomFinder = ReturnType<typeof createRoomFinder>;
