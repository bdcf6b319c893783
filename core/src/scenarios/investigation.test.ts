/** The platform's investigation: its remediations, their limits, and their results. */

import { day, hour, minute } from '@rooms-pro/testing/clock';
import { describe, expect, it } from 'vitest';
import type { Change } from '../change.ts';
import { instantAfter } from '../instant.ts';
import { defaultRules } from '../signals/rules/defaultRules.ts';
import type { Rules } from '../signals/rules/rule.ts';
import type { Fact } from '../telemetry.ts';
import { commandsFor } from '../tickets/remediation/remediation.ts';
import {
  aLead,
  aTechnician,
  enrolled,
  type Scenario,
  typesOf,
  westProfile,
} from '../tickets/scenario.suite.ts';

/** The app has stopped: ten minutes to confirm, an hour to investigate, two remediations. */
const stopped = (rules: Rules = defaultRules) =>
  enrolled(rules).beats().reads('meeting-app', 'unhealthy').passes(10);

const handedOut = (scenario: Scenario, device = 'dev-1', rules: Rules = defaultRules) =>
  commandsFor(scenario.room, device, rules, scenario.now).map(({ remediation }) => remediation);

function answers(
  scenario: Scenario,
  outcome: 'succeeded' | 'failed' | 'refused',
  detail = '',
): Scenario {
  const id = scenario.room.command?.id ?? 'none';
  const fact: Fact = { kind: 'result', id, outcome, detail, at: scenario.now };
  return scenario.hears({ facts: [fact, { kind: 'meeting', inMeeting: false, at: scenario.now }] });
}

const endings = (scenario: Scenario) =>
  scenario.changes.filter(
    (change): change is Extract<Change, { type: 'remediation.ended' }> =>
      change.type === 'remediation.ended',
  );

describe('an investigation', () => {
  it('tries the remediations of the rule one by one, each with its result, then needs action', () => {
    const first = stopped();
    expect(first.ticket('meeting-app').status).toBe('systemInvestigating');
    expect(handedOut(first)).toEqual(['restartApp']);
    expect(handedOut(first, 'another device')).toEqual([]);
    const watched = answers(first.passes(1), 'succeeded', 'App started').passes(1);
    expect(handedOut(watched)).toEqual([]);
    const second = watched.passes(1);
    expect(handedOut(second)).toEqual(['restartDevice']);
    const told = answers(second.passes(1), 'failed', 'Access denied').passes(56);
    expect(told.ticket('meeting-app').status).toBe('needsAction');
    const asked = told.changes.find(({ type }) => type === 'incident.needsAction');
    expect(asked).toMatchObject({
      reason:
        'Still unhealthy after 1 h of investigation. Tried: restart app (done, did not help), restart device (failed).',
    });
    expect(endings(told).map(({ outcome, detail }) => [outcome, detail])).toEqual([
      ['succeeded', 'App started'],
      ['failed', 'Access denied'],
    ]);
  });

  it('that helps resolves without action of a person', () => {
    const helped = answers(stopped().passes(1), 'succeeded')
      .wait(minute)
      .reads('meeting-app', 'healthy');
    expect(helped.ticket('meeting-app').status).toBe('resolved');
    expect(typesOf(helped.changes)).not.toContain('incident.needsAction');
  });

  it('tries nothing during a meeting, and starts after it', () => {
    const busy = enrolled().beats(true).reads('meeting-app', 'unhealthy').passes(20, true);
    expect(handedOut(busy)).toEqual([]);
    expect(busy.room.command).toBeNull();
    expect(handedOut(busy.wait(minute).beats(false))).toEqual(['restartApp']);
  });

  it('does not return a command when a meeting starts before the device fetches it', () => {
    expect(handedOut(stopped().wait(minute).beats(true))).toEqual([]);
  });

  it('tries nothing while any device of the room reports a meeting', () => {
    const calm = enrolled().beats().reads('meeting-app', 'unhealthy').passes(9);
    const inMeeting = (scenario: Scenario, is: boolean) =>
      scenario.hears({
        device: 'dev-2',
        facts: [{ kind: 'meeting', inMeeting: is, at: scenario.now }],
      });
    const mixed = inMeeting(calm, true).passes(2);
    expect(mixed.room.command).toBeNull();
    expect(inMeeting(mixed, false).room.command?.remediation).toBe('restartApp');
  });

  it('tries nothing on a device without a recent meeting state', () => {
    const unsure = enrolled()
      .reads('meeting-app', 'unhealthy')
      .wait(30 * minute)
      .sweeps();
    expect(unsure.room.command).toBeNull();
    const asked = unsure.wait(hour).sweeps();
    expect(asked.last).toMatchObject([
      { reason: expect.stringContaining('Nothing could be tried on the device.') },
    ]);
  });

  it('respects the allowed hours in the room’s time zone', () => {
    const nights: Rules = {
      ...defaultRules,
      remediation: { ...defaultRules.remediation, allowedHours: { from: '10:00', to: '11:00' } },
    };
    // The scenario starts at 08:00 UTC, 09:00 in Berlin.
    const early = stopped(nights).passes(40);
    expect(westProfile.timeZone).toBe('Europe/Berlin');
    expect(early.room.command).toBeNull();
    const looked = early.give({ kind: 'tick', neighbours: { 'meeting-app': 0 } });
    expect(looked.room.dueAt).toBe('2026-03-02T09:00:00.000Z');
    expect(handedOut(early.passes(10), 'dev-1', nights)).toEqual(['restartApp']);
  });

  it('tries one remediation at a time in a room', () => {
    const two = enrolled()
      .beats()
      .reads('meeting-app', 'unhealthy')
      .reads('conference-microphone', 'unhealthy')
      .passes(12);
    const started = two.changes.filter(({ type }) => type === 'remediation.started');
    expect(started).toHaveLength(1);
    const next = answers(two, 'succeeded').passes(1);
    expect(next.changes.filter(({ type }) => type === 'remediation.started')).toHaveLength(2);
    expect(next.room.command?.id).not.toBe(two.room.command?.id);
  });

  it('expires without a result, and accepts no late one', () => {
    const first = stopped();
    const lateId = first.room.command?.id ?? '';
    const expired = first.passes(15);
    expect(endings(expired).map(({ outcome }) => outcome)).toEqual(['expired']);
    const late: Fact = {
      kind: 'result',
      id: lateId,
      outcome: 'succeeded',
      detail: '',
      at: expired.now,
    };
    expect(typesOf(expired.hears({ facts: [late] }).last)).not.toContain('remediation.ended');
  });

  it('limits the attempts of each remediation in a room per day', () => {
    let scenario = enrolled().beats();
    for (let round = 0; round < 4; round += 1) {
      scenario = scenario.wait(minute).reads('conference-microphone', 'unhealthy').passes(6);
      if (round < 3) scenario = answers(scenario, 'succeeded');
      scenario = scenario.passes(4).reads('conference-microphone', 'healthy').passes(60);
    }
    const outcomes = endings(scenario).map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['succeeded', 'succeeded', 'succeeded', 'refused']);
    const nextDay = scenario.wait(day).reads('conference-microphone', 'unhealthy').passes(6);
    expect(handedOut(nextDay)).toEqual(['restartApp']);
  });

  it('records the number of correlated rooms, once', () => {
    const looked = stopped().give({ kind: 'tick', neighbours: { 'meeting-app': 3 } });
    expect(looked.last).toMatchObject([{ type: 'incident.correlated', rooms: 3 }]);
    const again = looked.give({ kind: 'tick', neighbours: { 'meeting-app': 5 } });
    expect(again.last).toEqual([]);
    const asked = again.passes(61).changes.find(({ type }) => type === 'incident.needsAction');
    expect(asked).toMatchObject({
      reason: expect.stringContaining('3 other rooms in Pier West have the same issue'),
    });
  });

  it('can be ordered again by a Lead, and then starts from the beginning', () => {
    const asked = stopped().passes(61);
    const again = asked.does({ action: 'investigate', signal: 'meeting-app' }, aLead).passes(16);
    expect(again.ticket('meeting-app').status).toBe('systemInvestigating');
    expect(again.ticket('meeting-app').attempts.at(-1)?.remediation).toBe('restartApp');
  });

  it('lets a Lead start a remediation, but not a Technician, and no person while another one runs', () => {
    const broken = enrolled().beats().reads('display:1', 'unhealthy').passes(5);
    const order = { action: 'remediate', signal: 'display:1', remediation: 'collectLogs' } as const;
    expect(broken.does(order, aTechnician).rejection?.code).toBe('notPermitted');
    const ordered = broken.does(order, aLead);
    expect(handedOut(ordered)).toEqual(['collectLogs']);
    expect(ordered.does(order, aLead).rejection?.code).toBe('commandPending');
    expect(answers(ordered, 'succeeded', 'logs.zip').ticket('display:1').attempts).toMatchObject([
      { remediation: 'collectLogs', outcome: 'succeeded', detail: 'logs.zip' },
    ]);
    const mute = enrolled()
      .reads('display:1', 'unhealthy')
      .passes(0)
      .wait(5 * minute)
      .sweeps();
    expect(mute.does(order, aLead).rejection?.code).toBe('noDeviceForCommands');
  });
});

describe('verification of a fix', () => {
  const responded = () =>
    enrolled()
      .reads('display:1', 'unhealthy', 'No signal')
      .passes(5)
      .does({ action: 'respond', signal: 'display:1', notes: 'plugged the cable in' }, aTechnician);

  it('ends after the watch time: verified healthy when telemetry shows it', () => {
    const held = responded().wait(minute).reads('display:1', 'healthy').passes(13);
    expect(typesOf(held.changes)).not.toContain('fix.verified');
    const answered = held.passes(1);
    expect(typesOf(answered.last)).toEqual(['fix.verified']);
    expect(answered.room.notices).toMatchObject([{ kind: 'fix.verified', by: { id: 'tom' } }]);
    expect(answered.sweeps().last).toEqual([]);
  });

  it('fails when the signal is still unhealthy, or unhealthy again', () => {
    const still = responded().passes(15);
    expect(typesOf(still.changes)).toContain('fix.failed');
    const again = responded().wait(minute).reads('display:1', 'healthy').wait(minute);
    expect(typesOf(again.reads('display:1', 'unhealthy').passes(13).changes)).toContain(
      'fix.failed',
    );
    expect(still.ticket('display:1').status).toBe('needsAction');
  });

  it('does not resolve an incident by the response alone', () => {
    expect(responded().ticket('display:1').status).toBe('needsAction');
    expect(responded().ticket('display:1').response).toMatchObject({
      by: { id: 'tom', name: 'Tom Reyes' },
      notes: 'plugged the cable in',
    });
  });

  it('counts how often a recommended action helped', () => {
    const once = responded().wait(minute).reads('display:1', 'healthy').passes(15);
    const twice = once
      .reads('display:1', 'unhealthy', 'No signal')
      .passes(5)
      .does({ action: 'respond', signal: 'display:1', notes: 'again' })
      .passes(15);
    const { advice } = twice.room.signals['display:1'] ?? {};
    expect(advice).toEqual({ 'no signal': { held: 1, failed: 1 } });
  });

  it('waits for healthy or unhealthy: not applicable does not count', () => {
    const gone = responded().wait(minute).reads('display:1', 'notApplicable').passes(30);
    expect(typesOf(gone.changes).filter((type) => type.startsWith('fix.'))).toEqual([]);
    expect(typesOf(gone.reads('display:1', 'healthy').last)).toContain('fix.verified');
  });

  it('waits while the room is disconnected', () => {
    const silent = responded().give({
      kind: 'silence',
      since: responded().now,
      reason: 'noTelemetry',
    });
    const gone = silent
      .wait(20 * minute)
      .give({ kind: 'silence', since: silent.now, reason: 'noTelemetry' })
      .wait(day)
      .sweeps();
    expect(typesOf(gone.changes)).not.toContain('fix.failed');
    const back = gone.hears({});
    expect(back.ticket('display:1').proof?.until).toBe(instantAfter(back.now, 15 * minute));
  });
});
