/** What can happen to a room in the demonstration, and what people should look for when it does. */
import type { Rules, SignalType } from '@rooms-pro/core';
import { allWell, type Condition } from './events.ts';

/** How long the rules in force make people wait for a signal's incident, in words. */
export type Wait = (type: SignalType) => string;

/** One thing that happens to a room. */
export type Story = {
  readonly name: string;
  /** What happens, for the list. */
  readonly about: string;
  readonly happensTo: (condition: Condition, displays: number) => Condition;
  /** One sentence: what to watch for, and when. */
  readonly watchFor: (room: string, wait: Wait) => string;
};

export const stories: readonly Story[] = [
  {
    name: 'display-fails',
    about: 'The last display in the front of the room is not found any more.',
    happensTo: (condition) => ({ ...condition, missingDisplays: 1 }),
    watchFor: (room, wait) =>
      `A display of ${room} has failed: its card comes in about ${wait('display')}, with what to check first.`,
  },
  {
    name: 'microphone-and-displays',
    about: 'The conference microphone and every display in the front of the room fail together.',
    happensTo: (condition, displays) => ({
      ...condition,
      missingDisplays: displays,
      hasMicrophone: false,
    }),
    watchFor: (room, wait) =>
      `${room} has lost its displays and its microphone: cards come in about ${wait('display')}, one for each ticket.`,
  },
  {
    name: 'signin-fails',
    about: 'The resource account cannot sign in any more (Exchange and Teams, AADSTS50076).',
    happensTo: (condition) => ({ ...condition, canSignIn: false }),
    watchFor: (room, wait) =>
      `${room} cannot sign in: in about ${wait('signin-exchange')} its cards name multi-factor authentication as the cause to look at.`,
  },
  {
    name: 'goes-silent',
    about: 'The device sends nothing any more.',
    happensTo: (condition) => ({ ...condition, isSilent: true }),
    watchFor: (room, wait) =>
      `${room} has gone silent: in about ${wait('connection')} it counts as disconnected, and its signals stay as last known.`,
  },
  {
    name: 'recovers',
    about: 'Everything works again and the app has been restarted.',
    happensTo: () => allWell,
    watchFor: (room) =>
      `${room} is well again: its open cards turn green within seconds, lose their buttons and say how long it lasted.`,
  },
];

/** The story of that name, or `null`. */
export function storyNamed(name: string): Story | null {
  return stories.find((story) => story.name === name) ?? null;
}

/** The waiting times of these rules. */
export function waitUnder(rules: Rules): Wait {
  return (type) => {
    const ms = type === 'connection' ? rules.disconnectedAfterMs : rules.byType[type].opensAfterMs;
    const seconds = Math.round(ms / 1000);
    return seconds < 120 ? `${seconds} seconds` : `${Math.round(seconds / 60)} minutes`;
  };
}
