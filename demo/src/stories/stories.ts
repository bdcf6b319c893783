/** What can happen to rooms in the demonstration, and what people should look for when it does. */

import type { KnownRoom } from '../demoKeys.ts';
import type { DemoRoom } from '../demoRooms.ts';
import { allWell, type Condition } from '../fleet/events.ts';
import type { PlatformWays } from './platformActions.ts';
import type { Times } from './ruleTimes.ts';

/** Something that happens to one of a story's rooms, in minutes of the rules after it began. */
export type Step = {
  readonly atMinutes: number;
  /** Which of the rooms, from 0. */
  readonly room: number;
  readonly happens: (condition: Condition, displays: number) => Condition;
};

/** One thing that can happen. */
export type Story = {
  readonly name: string;
  /** What happens, for the list. */
  readonly about: string;
  /** One room; the rooms of a building; or (without a room given) all that something ails. */
  readonly takes: 'room' | 'building' | 'ailing';
  readonly steps: (rooms: number) => readonly Step[];
  /** Done on the platform before anything happens; answers why it cannot be, or `null`. */
  readonly prepare?: (
    platform: PlatformWays,
    room: KnownRoom,
    profile: DemoRoom['profile'],
  ) => Promise<string | null>;
  /** One sentence: what to watch for, and when. */
  readonly watchFor: (place: string, times: Times) => string;
};

function atOnce(happens: Step['happens']): Story['steps'] {
  return (rooms) => Array.from({ length: rooms }, (_, room) => ({ atMinutes: 0, room, happens }));
}

const cameraFails: Step['happens'] = (condition) => ({ ...condition, hasCamera: false });
const cameraWorks: Step['happens'] = (condition) => ({ ...condition, hasCamera: true });
const networkFails: Step['happens'] = (condition) => ({ ...condition, isSilent: true });
const networkWorks: Step['happens'] = (condition) => ({ ...condition, isSilent: false });

const outageMinutes = 60;
/** Turns of the camera: short failures first, then one that lasts long enough for an incident. */
const turnsAtMinutes = [0, 2, 4, 6, 8, 16, 18, 20];
const agesMinutes = 60;
const suppressedMinutes = 60;

const oneThingFails: readonly Story[] = [
  {
    name: 'display-fails',
    about: 'The last display in the front of the room is not found any more.',
    takes: 'room',
    steps: atOnce((condition) => ({ ...condition, missingDisplays: 1 })),
    watchFor: (room, { opens }) =>
      `A display of ${room} has failed: its card comes in about ${opens('display')}, with what to check first.`,
  },
  {
    name: 'microphone-and-displays',
    about: 'The conference microphone and every display in the front of the room fail together.',
    takes: 'room',
    steps: atOnce((condition, displays) => ({
      ...condition,
      missingDisplays: displays,
      hasMicrophone: false,
    })),
    watchFor: (room, { opens }) =>
      `${room} has lost its displays and its microphone: cards come in about ${opens('display')}, one for each ticket.`,
  },
  {
    name: 'signin-fails',
    about: 'The resource account cannot sign in any more (Exchange and Teams, AADSTS50076).',
    takes: 'room',
    steps: atOnce((condition) => ({ ...condition, canSignIn: false })),
    watchFor: (room, { opens }) =>
      `${room} cannot sign in: in about ${opens('signin-exchange')} its cards name multi-factor authentication as the cause to look at.`,
  },
  {
    name: 'goes-silent',
    about: 'The device sends nothing any more.',
    takes: 'room',
    steps: atOnce(networkFails),
    watchFor: (room, { opens }) =>
      `${room} has gone silent: in about ${opens('connection')} it counts as disconnected, and its signals stay as last known.`,
  },
];

const thingsThePlatformTries: readonly Story[] = [
  {
    name: 'remediation',
    about: 'The app stops; the platform restarts the app, then the device, which helps.',
    takes: 'room',
    steps: atOnce((condition) => ({
      ...condition,
      hasAppStopped: true,
      appNeeds: 'restartDevice',
    })),
    watchFor: (room, { opens, minutes }) =>
      `The app of ${room} has stopped: in about ${opens('meeting-app')} the platform restarts it without success, ${minutes(2)} later the device, and then the incident is over without anybody having been asked.`,
  },
  {
    name: 'remediation-fails',
    about: 'The app stops, and nothing that the platform tries brings it back.',
    takes: 'room',
    steps: atOnce((condition) => ({ ...condition, hasAppStopped: true, appNeeds: null })),
    watchFor: (room, { opens, minutes }) =>
      `The app of ${room} has stopped: in about ${opens('meeting-app')} the platform begins to try what it can; nothing helps, and ${minutes(60)} after the incident opened it needs action and says what was tried.`,
  },
  {
    name: 'disk-fills',
    about: 'The disk of the device is nearly full; the platform cleans it up.',
    takes: 'room',
    steps: atOnce((condition) => ({ ...condition, isDiskFull: true })),
    watchFor: (room, { opens }) =>
      `The disk of ${room} is nearly full: in about ${opens('disk-space')} its incident opens, the platform cleans up, and it is over.`,
  },
];

const thingsThatTakeTime: readonly Story[] = [
  {
    name: 'outage',
    about: 'All rooms of a building go silent together and come back one by one.',
    takes: 'building',
    steps: (rooms) =>
      Array.from({ length: rooms }, (_, room) => [
        { atMinutes: 0, room, happens: networkFails },
        { atMinutes: outageMinutes + 2 * room, room, happens: networkWorks },
      ]).flat(),
    watchFor: (building, { opens, minutes }) =>
      `All rooms of ${building} have gone silent: in about ${opens('connection')} they are one outage with its rooms under it; after ${minutes(outageMinutes)} they come back one by one, and with the last it is over.`,
  },
  {
    name: 'flapping',
    about: 'A camera comes and goes, then works for good.',
    takes: 'room',
    steps: () =>
      turnsAtMinutes.map((atMinutes, turn) => ({
        atMinutes,
        room: 0,
        happens: turn % 2 === 0 ? cameraFails : cameraWorks,
      })),
    watchFor: (room, { minutes }) =>
      `The camera of ${room} comes and goes: in about ${minutes(13)} its incident opens, marked as flapping; it stays open while the camera works in between, until that has been quiet for ${minutes(30)}.`,
  },
  {
    name: 'warning-ages',
    about: 'A warning that nobody attends to becomes important (its rule is shortened for that).',
    takes: 'room',
    steps: atOnce((condition) => ({ ...condition, hasDefaultSpeaker: false })),
    prepare: (platform, _, { building }) =>
      platform.shortenEscalation(building, 'default-speaker', {
        toMinutes: agesMinutes,
        // The incident has opened and aged by then, and the rule may be the old one again.
        forMinutes: agesMinutes + 15,
      }),
    watchFor: (room, { opens, minutes }) =>
      `The default speaker of ${room} is not the right one: a warning in about ${opens('default-speaker')}. Leave it alone, and ${minutes(agesMinutes)} later it is important and the room unhealthy. (The rule says 7 days; for a moment Settings say otherwise for its building.)`,
  },
  {
    name: 'suppression-ends',
    about: 'A display fails while it is suppressed for a short time; then the suppression ends.',
    takes: 'room',
    steps: atOnce((condition) => ({ ...condition, missingDisplays: 1 })),
    prepare: (platform, room, { expectedDisplays }) =>
      platform.suppress(room, `display:${expectedDisplays}`, suppressedMinutes),
    watchFor: (room, { minutes }) =>
      `The last display of ${room} is suppressed and fails, and no card comes: after ${minutes(suppressedMinutes * 0.75)} the bot reminds you that the suppression ends, after ${minutes(suppressedMinutes)} it says what was kept from you, and the incident opens.`,
  },
];

export const stories: readonly Story[] = [
  ...oneThingFails,
  ...thingsThePlatformTries,
  ...thingsThatTakeTime,
  {
    name: 'recovers',
    about: 'Everything works again and the app has been restarted; without --room, everywhere.',
    takes: 'ailing',
    steps: atOnce(() => allWell),
    watchFor: (room) =>
      `${room} is well again: open cards turn green within seconds, lose their buttons and say how long it lasted.`,
  },
];

/** The story of that name, or `null`. */
export function storyNamed(name: string): Story | null {
  return stories.find((story) => story.name === name) ?? null;
}
