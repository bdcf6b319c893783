/** The result of a command: the sentence after a report, and the undo. */
import {
  advance,
  type Command,
  defaultRules,
  noSettings,
  type Rules,
  withSettings,
} from '@rooms-pro/core';
import type { ActionPayload } from '@rooms-pro/core/contracts';
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

/** The result of a command on a room of the fleet. */
function resultOf(room: typeof enrolled, action: ActionPayload, command: Command, rules: Rules) {
  const advanced = advance(room, { kind: 'command', actor: mia, command }, rules, start);
  const after = advanced.ok ? advanced.room : room;
  const signal = 'camera';
  const sent = { actor: mia, action, command, before: room, room: after, signal, rules } as const;
  return formatResult(advanced, { ...sent, now: start });
}

/** The sentence after a report. The report names another signal, because its target may be any signal. */
function sentenceFor(room: typeof enrolled, rules: Rules = defaultRules): string {
  const command = { action: 'report', what: 'no sound' } as const;
  const result = resultOf(room, command, command, rules);
  if (!result.ok) throw new Error(result.code);
  return result.sentence;
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

it('contains the undo of what was done, and none of what was rejected', () => {
  const until = { kind: 'lifted' } as const;
  const asked = { action: 'suppress', until: 'lifted', reason: '' } as const;
  const command = { action: 'suppress', signal: 'camera', until, reason: '' } as const;
  expect(resultOf(enrolled, asked, command, defaultRules)).toMatchObject({
    code: 'done',
    undo: { action: 'unsuppress' },
  });
  const suppressed = does(enrolled, command, start);
  const again = resultOf(suppressed, asked, command, defaultRules);
  expect(again.code).toBe('alreadySuppressed');
  expect(again.undo).toBeUndefined();
});

it('names the person who has the ticket', () => {
  const report = { action: 'report', what: 'no light' } as const;
  const ada = { id: 'ada', name: 'Ada Byron' };
  const assign = { action: 'assign', signal: 'reported', to: ada } as const;
  const room = does(does(enrolled, report, start), assign, start);
  const command = { action: 'assign', signal: 'reported', to: mia } as const;
  const result = resultOf(room, { action: 'assign' }, command, defaultRules);
  expect(result).toMatchObject({
    code: 'assignedToOther',
    holder: { assignee: ada, since: start },
  });
});
