/** The sentence after a report: who is notified, or why no one is notified. */
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

/** The sentence after a report. The report names another signal, because its target may be any signal. */
function sentenceFor(room: typeof enrolled, rules: Rules = defaultRules): string {
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

const notNotified = 'The problem in Amber is recorded, but no one is notified';

it.each([
  [
    'an incident opens',
    sentenceFor(enrolled),
    'The problem in Amber is reported. The people who look after the room are notified.',
  ],
  [
    'the room is in onboarding',
    sentenceFor(inOnboarding),
    `${notNotified}: the room is still being set up.`,
  ],
  [
    'the room is suppressed',
    sentenceFor(does(enrolled, suppress('room'), start)),
    `${notNotified}: the room is suppressed by Mia Sand until 2 Mar 2026, 18:00 CET.`,
  ],
  [
    'reports are suppressed',
    sentenceFor(does(enrolled, suppress('reported'), start)),
    `${notNotified}: reports of this room are suppressed by Mia Sand until 2 Mar 2026, 18:00 CET.`,
  ],
  [
    'the incident that is open already is suppressed',
    sentenceFor(
      does(
        does(enrolled, { action: 'report', what: 'no light' }, start),
        suppress('reported'),
        start,
      ),
    ),
    `${notNotified}: reports of this room are suppressed by Mia Sand until 2 Mar 2026, 18:00 CET.`,
  ],
  [
    'the rule is switched off',
    sentenceFor(enrolled, withReports({ isOn: false })),
    `${notNotified}: the rule for reports is switched off.`,
  ],
  [
    'the rule waits',
    sentenceFor(enrolled, withReports({ opensAfterMs: 300_000 })),
    `${notNotified} until it has lasted for 5 min.`,
  ],
])('%s', (_when, said, expected) => {
  expect(said).toBe(expected);
});
