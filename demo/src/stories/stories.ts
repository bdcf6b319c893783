/** The scenarios of the demonstration, and what to watch for in each. */

import type { KnownRoom } from '../demoKeys.ts';
import type { DemoRoom } from '../demoRooms.ts';
import { type Condition, healthyCondition } from '../fleet/events.ts';
import type { PlatformActions } from './platformActions.ts';
import type { Times } from './ruleTimes.ts';

/** A change of one of the scenario's rooms, in minutes of the rules after the start. */
export type Step = {
  readonly atMinutes: number;
  /** The index of the room, from 0. */
  readonly room: number;
  readonly change: (condition: Condition, displays: number) => Condition;
};

/** One scenario. */
export type Scenario = {
  readonly name: string;
  /** The description in the list. */
  readonly about: string;
  /** One room; all rooms of a building; or, without a given room, all rooms with faults. */
  readonly target: 'room' | 'building' | 'unhealthy';
  readonly steps: (rooms: number) => readonly Step[];
  /** Runs on the platform before the first step; returns the reason of a failure, or `null`. */
  readonly prepare?: (
    platform: PlatformActions,
    room: KnownRoom,
    profile: DemoRoom['profile'],
  ) => Promise<string | null>;
  /** One sentence about what to watch for, and when. */
  readonly watchFor: (place: string, times: Times) => string;
};

function atOnce(change: Step['change']): Scenario['steps'] {
  return (rooms) => Array.from({ length: rooms }, (_, room) => ({ atMinutes: 0, room, change }));
}

const cameraFails: Step['change'] = (condition) => ({ ...condition, hasCamera: false });
const cameraWorks: Step['change'] = (condition) => ({ ...condition, hasCamera: true });
const networkFails: Step['change'] = (condition) => ({ ...condition, isSilent: true });
const networkWorks: Step['change'] = (condition) => ({ ...condition, isSilent: false });

const outageMinutes = 60;
/** The times at which the camera fails or recovers: short failures first, then one that opens an incident. */
const togglesAtMinutes = [0, 2, 4, 6, 8, 16, 18, 20];
const escalatesAfterMinutes = 60;
const suppressedMinutes = 60;

const singleFailures: readonly Scenario[] = [
  {
    name: 'display-fails',
    about: 'The last display at the front of the room fails.',
    target: 'room',
    steps: atOnce((condition) => ({ ...condition, missingDisplays: 1 })),
    watchFor: (room, { opens }) =>
      `A display of ${room} has failed: its card arrives in about ${opens('display')} and lists what to check first.`,
  },
  {
    name: 'microphone-and-displays',
    about: 'The conference microphone and all displays at the front of the room fail together.',
    target: 'room',
    steps: atOnce((condition, displays) => ({
      ...condition,
      missingDisplays: displays,
      hasMicrophone: false,
    })),
    watchFor: (room, { opens }) =>
      `${room} has lost its displays and its microphone: cards arrive in about ${opens('display')}, one for each ticket.`,
  },
  {
    name: 'signin-fails',
    about: 'The resource account can no longer sign in (Exchange and Teams, AADSTS50076).',
    target: 'room',
    steps: atOnce((condition) => ({ ...condition, canSignIn: false })),
    watchFor: (room, { opens }) =>
      `${room} cannot sign in: in about ${opens('signin-exchange')} its cards name multi-factor authentication as the cause to check.`,
  },
  {
    name: 'goes-silent',
    about: 'The device stops sending telemetry.',
    target: 'room',
    steps: atOnce(networkFails),
    watchFor: (room, { opens }) =>
      `${room} has stopped sending: in about ${opens('connection')} it counts as disconnected, and its signals keep their last state.`,
  },
];

const remediationScenarios: readonly Scenario[] = [
  {
    name: 'remediation',
    about:
      'The app stops; the platform restarts the app without success, then the device with success.',
    target: 'room',
    steps: atOnce((condition) => ({
      ...condition,
      hasAppStopped: true,
      appNeeds: 'restartDevice',
    })),
    watchFor: (room, { opens, minutes }) =>
      `The app of ${room} has stopped: in about ${opens('meeting-app')} the platform restarts it without success, ${minutes(2)} later it restarts the device, and then the incident resolves without action by a person.`,
  },
  {
    name: 'remediation-fails',
    about: 'The app stops, and no action of the platform starts it again.',
    target: 'room',
    steps: atOnce((condition) => ({ ...condition, hasAppStopped: true, appNeeds: null })),
    watchFor: (room, { opens, minutes }) =>
      `The app of ${room} has stopped: in about ${opens('meeting-app')} the platform starts its remediation; no action helps, and ${minutes(60)} after the incident opened it needs action, and its card lists the attempts.`,
  },
  {
    name: 'disk-fills',
    about: 'The disk of the device is nearly full; the platform cleans it up.',
    target: 'room',
    steps: atOnce((condition) => ({ ...condition, isDiskFull: true })),
    watchFor: (room, { opens }) =>
      `The disk of ${room} is nearly full: in about ${opens('disk-space')} its incident opens, the platform cleans up the disk, and the incident resolves.`,
  },
];

const longScenarios: readonly Scenario[] = [
  {
    name: 'outage',
    about: 'All rooms of a building disconnect together and come back one by one.',
    target: 'building',
    steps: (rooms) =>
      Array.from({ length: rooms }, (_, room) => [
        { atMinutes: 0, room, change: networkFails },
        { atMinutes: outageMinutes + 2 * room, room, change: networkWorks },
      ]).flat(),
    watchFor: (building, { opens, minutes }) =>
      `All rooms of ${building} have stopped sending: in about ${opens('connection')} one outage opens that lists its rooms; after ${minutes(outageMinutes)} they come back one by one, and after the last room the outage resolves.`,
  },
  {
    name: 'flapping',
    about: 'A camera fails and recovers several times, then works permanently.',
    target: 'room',
    steps: () =>
      togglesAtMinutes.map((atMinutes, toggle) => ({
        atMinutes,
        room: 0,
        change: toggle % 2 === 0 ? cameraFails : cameraWorks,
      })),
    watchFor: (room, { minutes }) =>
      `The camera of ${room} fails and recovers repeatedly: in about ${minutes(13)} its incident opens, marked as flapping. It stays open until the camera has worked for ${minutes(30)} without a failure.`,
  },
  {
    name: 'warning-ages',
    about: 'A warning that no person handles becomes important (the scenario shortens its rule).',
    target: 'room',
    steps: atOnce((condition) => ({ ...condition, hasDefaultSpeaker: false })),
    prepare: (platform, _, { building }) =>
      platform.shortenEscalation(building, 'default-speaker', {
        toMinutes: escalatesAfterMinutes,
        // By then the incident has opened and escalated, so the old rule can be restored.
        forMinutes: escalatesAfterMinutes + 15,
      }),
    watchFor: (room, { opens, minutes }) =>
      `The default speaker of ${room} is not the right one: a warning in about ${opens('default-speaker')}. If no person handles it, ${minutes(escalatesAfterMinutes)} later it becomes important and the room unhealthy. (The rule is 7 days; the settings of its building override it for a short time.)`,
  },
  {
    name: 'suppression-ends',
    about: 'A display fails while it is suppressed for a short time; then the suppression ends.',
    target: 'room',
    steps: atOnce((condition) => ({ ...condition, missingDisplays: 1 })),
    prepare: (platform, room, { expectedDisplays }) =>
      platform.suppress(room, `display:${expectedDisplays}`, suppressedMinutes),
    watchFor: (room, { minutes }) =>
      `The last display of ${room} is suppressed and fails, and no card arrives: after ${minutes(suppressedMinutes * 0.75)} the bot reminds you that the suppression ends, after ${minutes(suppressedMinutes)} it lists what was suppressed, and the incident opens.`,
  },
];

export const scenarios: readonly Scenario[] = [
  ...singleFailures,
  ...remediationScenarios,
  ...longScenarios,
  {
    name: 'recovers',
    about:
      'The room works again and its app has restarted; without --room, this applies to all rooms.',
    target: 'unhealthy',
    steps: atOnce(() => healthyCondition),
    watchFor: (room) =>
      `${room} is healthy again: open cards turn green within seconds, lose their buttons and show the duration.`,
  },
];

/** Finds a scenario by its name; `null` when it does not exist. */
export function findScenario(name: string): Scenario | null {
  return scenarios.find((scenario) => scenario.name === name) ?? null;
}
