/** A report says who hears of it: whoever looks after the room, or nobody and why. */
import {
  advance,
  type Command,
  defaultRules,
  noSettings,
  type Rules,
  withSettings,
} from '@rooms-pro/core';
import { expect, it } from 'vitest';
import { does, makeRoom, mia, start } from '../fleet/fleetScenario.suite.ts';
import { formatResult } from './formatResult.ts';

const enrolled = makeRoom(1, { name: 'Amber' });
const registered = advance(
  null,
  { kind: 'register', number: 2, profile: { ...enrolled, name: 'Amber' } },
  defaultRules,
  start,
);
const inOnboarding = registered.ok ? registered.room : enrolled;

const suppress = (signal: 'room' | 'reported'): Command => ({
  action: 'suppress',
  signal,
  until: { kind: 'time', at: '2026-03-02T17:00:00.000Z' },
  reason: '',
});
const withReports = (override: object) =>
  withSettings(defaultRules, {
    ...noSettings,
    version: 1,
    deployment: { rules: { reported: override } },
  });

/** The answer to a report, aimed at a signal as a person may do by chance. */
function told(room: typeof enrolled, rules: Rules = defaultRules): string {
  const command = { action: 'report', what: 'no sound' } as const;
  const advanced = advance(room, { kind: 'command', actor: mia, command }, rules, start);
  if (!advanced.ok) throw new Error(advanced.rejection.code);
  const done = {
    actor: mia,
    signal: 'camera',
    label: 'Camera in Amber',
    changes: [],
    command,
    rules,
  } as const;
  return formatResult(command, { ...done, room: advanced.room });
}

const nobody = 'The problem in Amber is noted, but nobody is told';

it.each([
  [
    'an incident opens',
    told(enrolled),
    'The problem in Amber is reported; whoever looks after the room is told.',
  ],
  ['the room is in onboarding', told(inOnboarding), `${nobody}: the room is still being set up.`],
  [
    'the room is suppressed',
    told(does(enrolled, suppress('room'), start)),
    `${nobody}: the room is suppressed by Mia Sand until 2 Mar 2026, 18:00 CET.`,
  ],
  [
    'reports are suppressed',
    told(does(enrolled, suppress('reported'), start)),
    `${nobody}: reports of this room are suppressed by Mia Sand until 2 Mar 2026, 18:00 CET.`,
  ],
  [
    'the incident that is open already is suppressed',
    told(
      does(
        does(enrolled, { action: 'report', what: 'no light' }, start),
        suppress('reported'),
        start,
      ),
    ),
    `${nobody}: reports of this room are suppressed by Mia Sand until 2 Mar 2026, 18:00 CET.`,
  ],
  [
    'the rule is switched off',
    told(enrolled, withReports({ isOn: false })),
    `${nobody}: the rule for reports is switched off.`,
  ],
  [
    'the rule waits',
    told(enrolled, withReports({ opensAfterMs: 300_000 })),
    `${nobody} before it has stood for 5 min.`,
  ],
])('%s', (_when, said, expected) => {
  expect(said).toBe(expected);
});
