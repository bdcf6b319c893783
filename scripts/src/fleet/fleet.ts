/** The simulated fleet: forty devices, the stories that happen to them, and the loop that plays them. */
import { atPace, defaultRules } from '@rooms-pro/core';
import type { KnownRoom } from '../demoKeys.ts';
import { createDeliver } from './deliver.ts';
import { demoRooms } from './demoRooms.ts';
import { type Device, startDevice } from './device.ts';
import { allWell, type DeviceIdentity } from './events.ts';
import { createOutbox } from './outbox.ts';
import { startProgramme } from './programme.ts';
import { type Random, seededRandom, shuffled } from './random.ts';
import { type Story, storyNamed, waitUnder } from './stories.ts';

export type FleetOptions = {
  /** Where the platform listens, `http://127.0.0.1:3978`. */
  readonly origin: string;
  readonly rooms: readonly KnownRoom[];
  readonly pace: number;
  readonly seed: number;
  /** Hears of each story as it begins: which room, and what to watch for. */
  readonly onStory: (story: string, room: KnownRoom, sentence: string) => void;
  readonly onRefused: (device: string) => void;
};

export type SimulatedFleet = {
  /** Plays a story now, in this room or one that chance picks; answers what to watch for. */
  play(story: Story, room: KnownRoom | null): string;
  stop(): void;
};

const beatEveryMinutes = 5;
/** This room has had a small, standing problem all along: a warning that waits for its turn. */
const roomWithWarning = 'mtr-ml-07';

/** Switches the fleet on. */
export function startFleet(options: FleetOptions): SimulatedFleet {
  const random = seededRandom(options.seed);
  const wait = waitUnder(atPace(defaultRules, options.pace));
  const devices = new Map(
    options.rooms.map((room) => [room.device, { room, device: switchOn(room, options, random) }]),
  );
  /** Rooms that people play with; the loop leaves them alone. */
  const taken = new Set<string>();
  const enrolled = options.rooms.filter(isEnrolled);

  function happen(story: Story, room: KnownRoom): string {
    const { device } = devices.get(room.device) ?? {};
    if (device === undefined) return `${room.name} has no simulated device.`;
    device.become(story.happensTo(device.condition(), displaysOf(room)));
    const sentence = story.watchFor(room.name, wait);
    options.onStory(story.name, room, sentence);
    return sentence;
  }

  const isFree = ({ device }: KnownRoom) =>
    !taken.has(device) && devices.get(device)?.device.condition() === allWell;

  const programme = startProgramme({
    rooms: enrolled,
    random,
    pace: options.pace,
    isFree,
    play: (name, room) => {
      const story = storyNamed(name);
      if (story !== null && !taken.has(room.device)) happen(story, room);
    },
  });

  return {
    play(story, asked) {
      const candidates = story.name === 'recovers' ? enrolled.filter(isAiling) : freeRooms();
      const room = asked ?? shuffled(candidates, random)[0];
      if (room === undefined) return 'There is no room that this could happen to just now.';
      if (story.name === 'recovers') taken.delete(room.device);
      else taken.add(room.device);
      return happen(story, room);
    },
    stop() {
      programme.stop();
      for (const { device } of devices.values()) device.stop();
    },
  };

  function freeRooms(): KnownRoom[] {
    return enrolled.filter(isFree);
  }
  function isAiling({ device }: KnownRoom): boolean {
    return devices.get(device)?.device.condition() !== allWell && device !== roomWithWarning;
  }
}

function switchOn(room: KnownRoom, options: FleetOptions, random: Random): Device {
  const beatEveryMs = (beatEveryMinutes * 60_000) / options.pace;
  const outbox = createOutbox({
    deliver: createDeliver(options.origin, room.key),
    random,
    onRefused: () => options.onRefused(room.device),
  });
  const device = startDevice({
    identity: identityOf(room),
    outbox,
    beatEveryMs,
    // Scattered over one beat, but never so late that the first look at the rooms is empty.
    firstBeatMs: random() * Math.min(beatEveryMs, 3_000),
    now: () => new Date(),
  });
  if (room.device === roomWithWarning) device.become({ ...allWell, hasDefaultSpeaker: false });
  return device;
}

function identityOf(room: KnownRoom): DeviceIdentity {
  const host = (room.number % 250) + 1;
  return {
    device: room.device,
    displayName: room.name,
    displays: displaysOf(room),
    usesSkype: demoRoomOf(room)?.profile.meetingMode !== 'teams',
    address: `192.0.2.${host}`,
  };
}

function demoRoomOf({ device }: KnownRoom) {
  return demoRooms.find((one) => one.device === device);
}

function displaysOf(room: KnownRoom): number {
  return demoRoomOf(room)?.profile.expectedDisplays ?? 1;
}

function isEnrolled(room: KnownRoom): boolean {
  return demoRoomOf(room)?.isEnrolled ?? false;
}
