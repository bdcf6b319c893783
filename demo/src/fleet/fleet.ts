/** The simulated fleet: forty devices, the stories that happen to them, and the loop that plays them. */
import { defaultRules, scaleRules } from '@rooms-pro/core';
import type { KnownRoom } from '../demoKeys.ts';
import { type DemoRoom, demoRooms } from '../demoRooms.ts';
import { createPlatformWays } from '../stories/platformActions.ts';
import { timesUnder } from '../stories/ruleTimes.ts';
import { type Story, storyNamed } from '../stories/stories.ts';
import { startProgramme } from '../stories/storyLoop.ts';
import { createStage } from '../stories/storyPlayer.ts';
import { castOf, type Extra } from '../stories/storyRooms.ts';
import type { WishAnswer } from './control.ts';
import { type Device, startDevice } from './device.ts';
import { allWell, type Condition, isSame } from './events.ts';
import { planMeetings } from './meetings.ts';
import { type Random, seededRandom } from './random.ts';

export type FleetOptions = {
  /** Where the platform listens, `http://127.0.0.1:3978`. */
  readonly origin: string;
  readonly rooms: readonly KnownRoom[];
  readonly pace: number;
  readonly seed: number;
  /** Whether something happens by itself now and then. */
  readonly hasProgramme: boolean;
  /** Hears of each story as it begins: in which rooms, and what to watch for. */
  readonly onStory: (story: string, rooms: readonly KnownRoom[], sentence: string) => void;
  /** Hears what the Monitoring Software of a device has to say. */
  readonly onEvent: (device: string, event: string, fields: object) => void;
};

export type SimulatedFleet = {
  /** Plays a story now, in this room or one that chance picks; answers what to watch for. */
  play(story: Story, room: KnownRoom | null): Promise<WishAnswer>;
  stop(): Promise<void>;
};

/** This room has had a small, standing problem all along: a warning that waits for its turn. */
const roomWithWarning = 'mtr-ml-07';

/** Switches the fleet on. */
export function startFleet(options: FleetOptions): SimulatedFleet {
  const { pace } = options;
  const random = seededRandom(options.seed);
  const times = timesUnder(scaleRules(defaultRules, pace), pace);
  const platform = createPlatformWays(options);
  const extras = options.rooms.flatMap((room) => switchOn(room, options, random));
  const extraOf = new Map(extras.map((extra) => [extra.room.device, extra]));
  const stage = createStage({
    pace,
    happen(id, happens) {
      const { device, profile } = extraOf.get(id) ?? {};
      if (device && profile) device.become(happens(device.condition(), profile.expectedDisplays));
    },
  });
  /** Rooms that people play with; the loop leaves them alone until they are well again. */
  const taken = new Set<string>();

  const isWell = ({ room, device }: Extra) => isSame(device.condition(), standing(room.device));
  const isFree = (extra: Extra) => {
    if (stage.isOn(extra.room.device)) return false;
    if (isWell(extra)) taken.delete(extra.room.device);
    return !taken.has(extra.room.device) && extra.isEnrolled;
  };

  async function happen(story: Story, cast: readonly Extra[]): Promise<WishAnswer> {
    const [first] = cast;
    if (first === undefined)
      return { ok: false, sentence: 'There is no room that this could happen to just now.' };
    const refusal = (await story.prepare?.(platform, first.room, first.profile)) ?? null;
    if (refusal !== null) return { ok: false, sentence: refusal };
    const rooms = cast.map(({ room }) => room);
    stage.play(
      story.steps(cast.length),
      rooms.map(({ device }) => device),
    );
    const sentence = story.watchFor(placeOf(story, cast), times);
    options.onStory(story.name, rooms, sentence);
    return { ok: true, sentence };
  }

  const programme = options.hasProgramme
    ? startProgramme({
        rooms: extras,
        random,
        pace,
        isFree: (extra) => isFree(extra) && isSame(extra.device.condition(), allWell),
        play(name, extra) {
          const story = storyNamed(name);
          const isOver = name === 'recovers' && isWell(extra);
          if (story === null || isOver || taken.has(extra.room.device)) return true;
          if (stage.isOn(extra.room.device)) return false;
          void happen(story, [extra]);
          return true;
        },
      })
    : null;

  return {
    async play(story, asked) {
      const cast = castOf(story, asked, { extras, isFree, isWell, random });
      for (const extra of cast) {
        const { device } = extra.room;
        if (story.takes === 'ailing') taken.delete(device);
        // What ails a room beside a story of its building is still the loop's to end.
        else if (story.takes === 'room' || isWell(extra)) taken.add(device);
      }
      return happen(story, cast);
    },
    async stop() {
      programme?.stop();
      stage.stop();
      await platform.putBack();
      await Promise.all(extras.map(({ device }) => device.stop()));
    },
  };
}

function standing(device: string): Condition {
  return device === roomWithWarning ? { ...allWell, hasDefaultSpeaker: false } : allWell;
}

function placeOf({ takes }: Story, cast: readonly Extra[]): string {
  const [first] = cast;
  if (first === undefined) return 'nowhere';
  if (takes === 'building') return first.profile.building;
  return cast.length === 1 ? first.room.name : `All that ailed, ${cast.length} rooms,`;
}

function switchOn(room: KnownRoom, options: FleetOptions, random: Random): Extra[] {
  const known = demoRooms.find(({ device }) => device === room.device);
  return known === undefined
    ? []
    : [{ room, ...known, device: deviceOf(room, known, options, random) }];
}

function deviceOf(
  room: KnownRoom,
  { profile, address }: DemoRoom,
  { origin, pace, onEvent }: FleetOptions,
  random: Random,
): Device {
  return startDevice({
    identity: {
      device: room.device,
      displayName: room.name,
      displays: profile.expectedDisplays,
      usesSkype: profile.meetingMode !== 'teams',
      address,
    },
    origin,
    key: room.key,
    pace,
    condition: standing(room.device),
    isMeetingOn: planMeetings(random, pace),
    random,
    onEvent: (event, fields = {}) => onEvent(room.device, event, fields),
  });
}
