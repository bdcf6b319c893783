/** The health of a room and what signals mean: each promise of the product as a story. */

import { day, hour, minute } from '@rooms-pro/testing/clock';
import { describe, expect, it } from 'vitest';
import { computeHealth } from '../health/health.ts';
import { expectedSignals } from '../signals/catalogue.ts';
import { defaultRules, ruleFor, signalLabel } from '../signals/rules/defaultRules.ts';
import { withSettings } from '../signals/rules/overrides.ts';
import {
  enrolled,
  registered,
  type Story,
  start,
  typesOf,
  westProfile,
} from '../tickets/scenario.suite.ts';
import { findOpenTicket, findRecord, signalRecords } from '../tickets/ticketState.ts';
import { type SignalId, type SignalType, signalTypes } from '../words.ts';

const healthIn = (story: Story) => computeHealth(story.room, defaultRules);
const broken = () =>
  enrolled()
    .reads('display:1', 'unhealthy', 'No signal')
    .wait(5 * minute)
    .sweeps();
const suppressRoom = {
  action: 'suppress',
  signal: 'room',
  until: { kind: 'lifted' },
  reason: 'x',
} as const;
const goesSilent = (story: Story) =>
  story.wait(20 * minute).give({ kind: 'silence', since: story.now, reason: 'noTelemetry' });

describe('health of a room', () => {
  it('is one state, the first that matches: suppressed, onboarding, disconnected, unhealthy, healthy', () => {
    const suppress = {
      action: 'suppress',
      signal: 'room',
      until: { kind: 'lifted' },
      reason: 'x',
    } as const;
    const everything = goesSilent(broken());
    expect(healthIn(registered().does(suppress)).health).toBe('suppressed');
    expect(healthIn(registered()).health).toBe('onboarding');
    expect(healthIn(everything.does(suppress)).health).toBe('suppressed');
    expect(healthIn(everything).health).toBe('disconnected');
    expect(healthIn(broken()).health).toBe('unhealthy');
    expect(healthIn(enrolled()).health).toBe('healthy');
  });

  it('is unhealthy by open, unsuppressed, important incidents; warnings stand beside it', () => {
    const warned = enrolled()
      .reads('wifi-only', 'unhealthy')
      .reads('network', 'unhealthy')
      .wait(5 * minute)
      .sweeps();
    expect(healthIn(warned)).toMatchObject({ health: 'healthy', warnings: 2, important: 0 });
    const suppressed = broken().does({
      action: 'suppress',
      signal: 'display:1',
      until: { kind: 'lifted' },
      reason: 'replaced on Friday',
    });
    expect(healthIn(suppressed).health).toBe('healthy');
  });

  it('when disconnected freezes every other signal: silence neither resolves, opens nor escalates', () => {
    const before = enrolled()
      .reads('display:1', 'unhealthy')
      .reads('wifi-only', 'unhealthy')
      .reads('signin-teams', 'unhealthy')
      .wait(5 * minute)
      .sweeps();
    const silent = goesSilent(before)
      .wait(30 * day)
      .sweeps();
    const opened = silent.changes.filter(({ type }) => type === 'incident.opened');
    expect(opened.map((change) => 'signal' in change && change.signal)).toEqual([
      'display:1',
      'wifi-only',
      'connection',
    ]);
    expect(typesOf(silent.changes)).not.toContain('incident.escalated');
    expect(typesOf(silent.changes)).not.toContain('incident.resolved');
    const back = silent.hears({});
    expect(back.ticket('connection').status).toBe('resolved');
    expect(back.ticket('display:1').status).toBe('needsAction');
    expect(back.reads('display:1', 'healthy').ticket('display:1').status).toBe('resolved');
  });

  it('of an onboarding room is live, and raises nothing until somebody enrols it', () => {
    const waiting = registered().hears({}).reads('display:1', 'unhealthy').wait(day).sweeps();
    expect(findRecord(waiting.room, 'display:1').state).toBe('unhealthy');
    expect(signalRecords(waiting.room).some(([, record]) => findOpenTicket(record))).toBe(false);
    const taken = waiting.does({ action: 'enrol' });
    expect(typesOf(taken.last)).toEqual(['room.enrolled', 'incident.opened']);
  });

  it('explains itself: every verdict keeps its reason and the version of the rule that made it', () => {
    const { reason } = broken().ticket('display:1');
    expect(reason.sentence).toBe(
      'Display 1 has been unhealthy for 5 min. The device reports: No signal',
    );
    expect(reason.ruleVersion).toBe(defaultRules.version);
    expect(healthIn(broken()).because).toBe('Display 1: No signal');
  });

  it('of a retired room is nobody’s business, and comes back when it is enrolled again', () => {
    const retired = broken().does({ action: 'retire' });
    expect(retired.ticket('display:1').status).toBe('resolved');
    expect(retired.reads('display:1', 'unhealthy').wait(day).sweeps().last).toEqual([]);
    expect(retired.does(suppressRoom).rejection?.code).toBe('alreadyRetired');
    // What it last said is months old: nothing opens until it speaks again.
    const again = retired.wait(90 * day).does({ action: 'enrol' });
    expect(typesOf(again.sweeps().changes.slice(retired.changes.length))).toEqual([
      'room.enrolled',
      'ticket.closed',
    ]);
    expect(findRecord(again.room, 'display:1').state).toBe('unknown');
    expect(healthIn(again).health).toBe('disconnected');
  });
});

/** A signal of each type, in a room where it applies. */
const signalOf = (type: SignalType): SignalId => (type === 'display' ? 'display:1' : type);
const reported = signalTypes.filter((type) => type !== 'connection' && type !== 'reported');

describe('signals and rules', () => {
  it.each(reported)(
    '%s opens after its rule’s time, with its severity and not a moment sooner',
    (type) => {
      const signal = signalOf(type);
      const rule = ruleFor(defaultRules, signal);
      const waiting = enrolled()
        .reads(signal, 'unhealthy')
        .wait(rule.opensAfterMs - 1)
        .sweeps();
      expect(findRecord(waiting.room, signal).ticket).toBeNull();
      const opened = waiting.wait(1).sweeps();
      expect(opened.ticket(signal)).toMatchObject({
        severity: rule.severity,
        status: rule.investigateForMs > 0 ? 'systemInvestigating' : 'needsAction',
      });
      expect(rule.impact).not.toBe('');
    },
  );

  it('a signal nobody reported is unknown: neither healthy nor unhealthy', () => {
    const story = enrolled();
    expect(findRecord(story.room, 'camera').state).toBe('unknown');
    expect(healthIn(story).health).toBe('healthy');
  });

  it('a signal outside the meeting mode does not apply, whatever the device says', () => {
    const profile = { ...westProfile, meetingMode: 'teams' } as const;
    const story = enrolled(defaultRules, profile)
      .reads('signin-skype', 'unhealthy', 'No sign-in')
      .wait(day)
      .sweeps();
    expect(findRecord(story.room, 'signin-skype').state).toBe('notApplicable');
    expect(typesOf(story.changes)).not.toContain('incident.opened');
    expect(expectedSignals(2, 'teams')).not.toContain('signin-skype');
    expect(expectedSignals(2, 'sfb')).not.toContain('signin-teams');
  });

  it('a change of the meeting mode ends what no longer applies', () => {
    const story = enrolled()
      .reads('signin-skype', 'unhealthy')
      .wait(30 * minute)
      .sweeps()
      .does({ action: 'changeProfile', profile: { meetingMode: 'teams' } });
    expect(story.ticket('signin-skype').status).toBe('resolved');
    expect(typesOf(story.last)).toEqual(['room.changed', 'incident.resolved']);
  });

  it('every display has a ticket of its own, and fails and recovers by itself', () => {
    const story = enrolled()
      .reads('display:1', 'unhealthy')
      .reads('display:console', 'unhealthy')
      .wait(5 * minute)
      .sweeps()
      .wait(minute)
      .reads('display:1', 'healthy');
    expect(story.ticket('display:1').status).toBe('resolved');
    expect(story.ticket('display:console').status).toBe('needsAction');
    expect(story.ticket('display:1').number).not.toBe(story.ticket('display:console').number);
    expect(signalLabel(defaultRules, 'display:console')).toBe('Touch panel');
  });

  it('a rule that is switched off opens nothing, and ends what it had opened', () => {
    const off = withSettings(defaultRules, {
      version: 1,
      deployment: { rules: { network: { isOn: false } } },
      groups: {},
    });
    const story = enrolled(off).reads('network', 'unhealthy').wait(day).sweeps();
    expect(findRecord(story.room, 'network')).toMatchObject({ state: 'unhealthy', ticket: null });
  });

  it('the incident of a device that is taken out ends with it', () => {
    const failing = enrolled().reads('camera', 'unhealthy').passes(5);
    const removed = failing.does({ action: 'removeDevice', device: 'dev-1' });
    expect(removed.ticket('camera')).toMatchObject({
      status: 'resolved',
      resolvedBecause: 'The device that reported it was taken out of the room.',
    });
    expect(findRecord(removed.room, 'camera').state).toBe('unknown');
  });

  it('the worst of several devices counts, and a device can be taken out', () => {
    const says = (story: Story, device: string, state: 'healthy' | 'unhealthy') =>
      story.wait(minute).hears({
        device,
        readings: [{ signal: 'camera', state, detail: '', observedAt: story.wait(minute).now }],
        facts: [{ kind: 'meeting', inMeeting: false, at: start }],
      });
    const both = says(says(enrolled(), 'dev-1', 'healthy'), 'dev-2', 'unhealthy');
    expect(findRecord(both.room, 'camera').state).toBe('unhealthy');
    const outweighed = says(both, 'dev-1', 'healthy');
    expect(findRecord(outweighed.room, 'camera').state).toBe('unhealthy');
    const failing = says(outweighed, 'dev-1', 'unhealthy');
    expect(typesOf(failing.last)).toEqual(['reading.outweighed']);
    const half = says(failing, 'dev-2', 'healthy');
    expect(findRecord(half.room, 'camera').state).toBe('unhealthy');
    const removed = half.does({ action: 'removeDevice', device: 'dev-1' });
    expect(findRecord(removed.room, 'camera').state).toBe('healthy');
    expect(removed.does({ action: 'removeDevice', device: 'dev-1' }).rejection?.code).toBe(
      'deviceUnknown',
    );
  });

  it('a person reports a problem: it opens at once, whoever else reports adds a word, a person resolves it', () => {
    const story = enrolled().does({ action: 'report', what: 'no sound in 4.12' });
    expect(typesOf(story.last)).toEqual(['reading.changed', 'incident.opened']);
    expect(story.ticket('reported')).toMatchObject({
      status: 'needsAction',
      severity: 'important',
    });
    expect(story.ticket('reported').reason.sentence).toBe('A person reported: No sound in 4.12.');
    const more = story.does({ action: 'report', what: 'still none' });
    expect(typesOf(more.last)).toEqual(['message.posted']);
    expect(more.wait(hour).reads('reported', 'healthy').ticket('reported').status).toBe(
      'needsAction',
    );
    expect(more.does({ action: 'resolve', signal: 'reported', reason: ' ' }).rejection?.code).toBe(
      'emptyText',
    );
    const done = more.does({ action: 'resolve', signal: 'reported', reason: 'plugged in again' });
    expect(done.ticket('reported')).toMatchObject({
      status: 'resolved',
      resolvedBecause: 'Mia Sand: plugged in again',
    });
    expect(
      broken().does({ action: 'resolve', signal: 'display:1', reason: 'done' }).rejection?.code,
    ).toBe('telemetryResolves');
  });
});
