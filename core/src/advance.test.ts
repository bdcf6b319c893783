import { day, hour, minute } from '@rooms-pro/testing/clock';
import { describe, expect, it } from 'vitest';
import { computeHealth } from './health/health.ts';
import { instantAfter } from './instant.ts';
import { defaultRules } from './signals/rules/defaultRules.ts';
import {
  aLead,
  aManager,
  aTechnician,
  aViewer,
  enrolled,
  registered,
  start,
  typesOf,
} from './tickets/scenario.suite.ts';

const broken = () =>
  enrolled()
    .reads('display:1', 'unhealthy', '0 of 2 displays found')
    .wait(5 * minute)
    .sweeps();

describe('an incident', () => {
  it('opens once the signal stayed unhealthy for the rule’s time, not a moment sooner', () => {
    const waiting = enrolled()
      .reads('display:1', 'unhealthy')
      .wait(5 * minute - 1)
      .sweeps();
    expect(waiting.last).toEqual([]);
    const opened = waiting.wait(1).sweeps();
    expect(typesOf(opened.last)).toEqual(['incident.opened']);
    expect(opened.ticket('display:1')).toMatchObject({
      number: '1042-1',
      status: 'needsAction',
      episode: 1,
      severity: 'important',
    });
    expect(opened.ticket('display:1').reason.ruleVersion).toBe(defaultRules.version);
    expect(opened.sweeps().last).toEqual([]);
  });

  it('does not open when a healthy reading comes before its time', () => {
    const story = enrolled()
      .reads('display:1', 'unhealthy')
      .wait(4 * minute)
      .reads('display:1', 'healthy')
      .wait(hour)
      .sweeps();
    expect(typesOf(story.changes)).not.toContain('incident.opened');
  });

  it('gives every display a number of its own', () => {
    const story = enrolled()
      .reads('display:1', 'unhealthy')
      .reads('display:2', 'unhealthy')
      .wait(5 * minute)
      .sweeps();
    const one = story.ticket('display:1').number;
    const two = story.ticket('display:2').number;
    expect([one, two].sort()).toEqual(['1042-1', '1042-2']);
    expect(story.wait(1).reads('display:2', 'healthy').ticket('display:1').status).toBe(
      'needsAction',
    );
  });

  it('is investigated first where the rule says so, then asks people', () => {
    const opened = enrolled()
      .reads('signin-exchange', 'unhealthy')
      .wait(30 * minute)
      .sweeps();
    expect(opened.ticket('signin-exchange').status).toBe('systemInvestigating');
    const asked = opened.wait(15 * minute).sweeps();
    expect(typesOf(asked.last)).toEqual(['incident.needsAction']);
    const again = asked.does({ action: 'investigate', signal: 'signin-exchange' });
    expect(again.ticket('signin-exchange').status).toBe('systemInvestigating');
  });

  it('is resolved by a healthy reading and by nothing else', () => {
    const responded = broken().does(
      { action: 'respond', signal: 'display:1', notes: 'Swapped the cable' },
      { ...aTechnician },
    );
    expect(responded.ticket('display:1').status).toBe('needsAction');
    const resolved = responded.wait(minute).reads('display:1', 'healthy');
    expect(typesOf(resolved.last)).toEqual(['reading.changed', 'incident.resolved']);
    expect(resolved.ticket('display:1').response?.notes).toBe('Swapped the cable');
  });

  it('is re-activated within 7 days, and is episode 2 on the same number after', () => {
    const resolved = broken().wait(minute).reads('display:1', 'healthy');
    const back = resolved
      .wait(6 * day)
      .reads('display:1', 'unhealthy')
      .wait(5 * minute)
      .sweeps();
    expect(typesOf(back.last)).toEqual(['incident.reactivated']);
    expect(back.ticket('display:1')).toMatchObject({ episode: 1, activation: 2 });
    const closed = resolved.wait(7 * day).sweeps();
    expect(typesOf(closed.last)).toEqual(['ticket.closed']);
    const next = closed
      .wait(day)
      .reads('display:1', 'unhealthy')
      .wait(5 * minute)
      .sweeps();
    expect(next.ticket('display:1')).toMatchObject({
      number: '1042-1',
      episode: 2,
      status: 'needsAction',
    });
  });

  it('keeps its episode when the failure began within the 7 days but is confirmed after', () => {
    const late = broken()
      .wait(minute)
      .reads('display:1', 'healthy')
      .wait(7 * day - minute)
      .reads('display:1', 'unhealthy')
      .wait(5 * minute)
      .sweeps();
    expect(typesOf(late.last)).toEqual(['incident.reactivated']);
  });
});

describe('a warning', () => {
  const warned = () =>
    enrolled()
      .reads('network', 'unhealthy')
      .wait(5 * minute)
      .sweeps();

  it('never changes health until it becomes important after 7 unattended days', () => {
    const early = warned();
    expect(computeHealth(early.room, defaultRules)).toMatchObject({
      health: 'healthy',
      warnings: 1,
    });
    const aged = early.wait(7 * day).sweeps();
    expect(typesOf(aged.last)).toEqual(['incident.escalated']);
    expect(computeHealth(aged.room, defaultRules).health).toBe('unhealthy');
  });

  it('does not age while someone is on it, and starts again when handed back', () => {
    const taken = warned().does({
      action: 'assign',
      signal: 'network',
      to: { id: 'tom', name: 'Tom' },
    });
    expect(taken.wait(30 * day).sweeps().last).toEqual([]);
    const back = taken.wait(30 * day).does({ action: 'unassign', signal: 'network' });
    expect(back.wait(7 * day - 1).sweeps().last).toEqual([]);
    expect(typesOf(back.wait(7 * day).sweeps().last)).toEqual(['incident.escalated']);
  });
});

describe('suppression', () => {
  const suppress = (kind: 'lifted' | 'recovery') =>
    ({ action: 'suppress', signal: 'display:1', until: { kind }, reason: 'works' }) as const;

  it('silences: readings go on, nothing opens; lifting re-evaluates at once', () => {
    const quiet = enrolled().does(suppress('lifted')).reads('display:1', 'unhealthy').wait(hour);
    const missed = quiet.sweeps();
    expect(typesOf(missed.last)).toEqual(['incident.missed']);
    expect(missed.sweeps().last).toEqual([]);
    const lifted = missed.does({ action: 'unsuppress', signal: 'display:1' });
    expect(typesOf(lifted.last)).toEqual(['signal.unsuppressed', 'incident.opened']);
  });

  it('leaves an open incident open and out of health', () => {
    const story = broken().does(suppress('lifted'));
    expect(story.ticket('display:1').status).toBe('needsAction');
    expect(computeHealth(story.room, defaultRules).health).toBe('healthy');
  });

  it('expires on time, silently when healthy', () => {
    const at = instantAfter(start, 2 * hour);
    const story = enrolled()
      .does({ action: 'suppress', signal: 'room', until: { kind: 'time', at }, reason: '' })
      .reads('display:1', 'healthy');
    expect(computeHealth(story.room, defaultRules).health).toBe('suppressed');
    expect(story.room.dueAt).toBe(instantAfter(at, -30 * minute));
    const reminded = story.wait(90 * minute).sweeps();
    expect(typesOf(reminded.last)).toEqual(['room.suppressionReminded']);
    expect(reminded.room.dueAt).toBe(at);
    expect(typesOf(reminded.wait(30 * minute).sweeps().last)).toEqual(['room.unsuppressed']);
  });

  it('until recovery ends with the first healthy reading', () => {
    const story = broken().does(suppress('recovery')).wait(minute).reads('display:1', 'healthy');
    expect(typesOf(story.last)).toEqual([
      'reading.changed',
      'signal.unsuppressed',
      'incident.resolved',
    ]);
  });

  it('of a signal nobody reported is possible and keeps it unknown', () => {
    const story = enrolled().does(suppress('lifted'));
    expect(story.room.signals['display:1']?.state).toBe('unknown');
    expect(typesOf(story.reads('display:1', 'healthy').last)).toEqual(['reading.changed']);
  });
});

describe('silence', () => {
  const silent = (since = start) => ({ kind: 'silence', since, reason: 'noTelemetry' }) as const;

  it('opens the connection ticket only, after 20 minutes, and freezes the rest', () => {
    const failing = enrolled().reads('display:1', 'unhealthy');
    expect(
      enrolled()
        .wait(20 * minute - 1)
        .give(silent()).last,
    ).toEqual([]);
    const gone = failing
      .wait(4 * minute)
      .sweeps()
      .wait(16 * minute)
      .give(silent());
    expect(typesOf(gone.last)).toEqual(['room.disconnected', 'incident.opened']);
    expect(computeHealth(gone.room, defaultRules).health).toBe('disconnected');
    expect(gone.wait(day).sweeps().last).toEqual([]);
    expect(gone.wait(day).give(silent()).last).toEqual([]);
  });

  it('lets clocks go on where they stood when telemetry comes back', () => {
    const opened = enrolled()
      .reads('signin-exchange', 'unhealthy')
      .wait(30 * minute)
      .sweeps();
    const back = opened
      .wait(10 * minute)
      .wait(20 * minute)
      .give(silent(instantAfter(start, 40 * minute)))
      .wait(hour)
      .give({ kind: 'telemetry', device: 'dev-1', readings: [], facts: [] });
    expect(typesOf(back.last)).toEqual(['room.connected', 'incident.resolved']);
    expect(back.wait(5 * minute - 1).sweeps().last).toEqual([]);
    expect(typesOf(back.wait(5 * minute).sweeps().last)).toEqual(['incident.needsAction']);
  });

  it('of an onboarding room raises nothing', () => {
    const story = registered().wait(day).give({
      kind: 'silence',
      since: start,
      reason: 'neverConnected',
    });
    expect(typesOf(story.last)).not.toContain('incident.opened');
    expect(computeHealth(story.room, defaultRules).health).toBe('onboarding');
    const enrolledNow = story.does({ action: 'enrol' });
    expect(typesOf(enrolledNow.last)).toContain('incident.opened');
  });
});

describe('readings', () => {
  it('older than the last applied one are kept once and never applied', () => {
    const story = enrolled().wait(hour).reads('camera', 'healthy');
    const late = story.reads('camera', 'unhealthy', 'gone', 30 * minute);
    expect(typesOf(late.last)).toEqual(['reading.late']);
    expect(late.room.signals.camera?.state).toBe('healthy');
    expect(late.reads('camera', 'unhealthy', 'gone', 30 * minute).last).toEqual([]);
  });

  it('that contradict each other in one message are not news when it is sent again', () => {
    const at = (state: 'healthy' | 'notApplicable' | 'unhealthy', second: number) =>
      ({
        signal: 'camera',
        state,
        detail: '',
        observedAt: instantAfter(start, second * 1000),
      }) as const;
    const message = {
      kind: 'telemetry',
      device: 'dev-1',
      readings: [at('notApplicable', 1), at('healthy', 1), at('unhealthy', 2)],
      facts: [],
    } as const;
    const story = enrolled().wait(minute).give(message);
    expect(story.last).not.toEqual([]);
    expect(story.give(message).last).toEqual([]);
  });

  it('outside the meeting mode never open an incident', () => {
    const story = enrolled(defaultRules, { ...enrolled().room, meetingMode: 'teams' })
      .reads('signin-skype', 'unhealthy')
      .wait(day)
      .sweeps();
    expect(story.room.signals['signin-skype']?.state).toBe('notApplicable');
    expect(typesOf(story.changes)).not.toContain('incident.opened');
  });

  it('count restarts once and keep versions', () => {
    const give = {
      kind: 'telemetry',
      device: 'dev-1',
      readings: [],
      facts: [
        { kind: 'restarted', at: start },
        { kind: 'software', what: 'app', version: '5.1' },
      ],
    } as const;
    const story = enrolled().give(give);
    expect(typesOf(story.last)).toEqual(['app.restarted', 'software.changed']);
    expect(story.give(give).last).toEqual([]);
    expect(story.room.devices[0]).toMatchObject({ restarts: 1, appVersion: '5.1' });
  });
});

describe('people', () => {
  it('are refused what their role does not allow, with the role it needs', () => {
    const story = broken();
    const respond = { action: 'respond', signal: 'display:1', notes: 'n' } as const;
    const suppress = {
      action: 'suppress',
      signal: 'display:1',
      until: { kind: 'lifted' },
      reason: '',
    } as const;
    expect(story.does(respond, aViewer).rejection).toMatchObject({
      code: 'notPermitted',
      needs: 'Technician',
    });
    expect(story.does(suppress, aTechnician).rejection?.code).toBe('notPermitted');
    expect(story.does(suppress, { ...aLead, groups: ['east'] }).rejection?.code).toBe(
      'notPermitted',
    );
    expect(story.does(suppress, aLead).rejection).toBeNull();
  });

  it('acting late or twice change nothing and are told who was first', () => {
    const story = broken().does({ action: 'respond', signal: 'display:1', notes: 'n' }, aLead);
    const again = story.does({ action: 'respond', signal: 'display:1', notes: 'n' }, aLead);
    expect(again.rejection).toMatchObject({ code: 'alreadyResponded', by: { id: 'lena' } });
    const over = story.wait(minute).reads('display:1', 'healthy');
    expect(over.does({ action: 'assign', signal: 'display:1', to: aManager }).rejection?.code).toBe(
      'alreadyResolved',
    );
    expect(
      story.does({ action: 'respond', signal: 'display:1', notes: '  ' }).rejection?.code,
    ).toBe('emptyText');
    expect(story.does({ action: 'enrol' }).rejection?.code).toBe('alreadyEnrolled');
  });

  it('can retire a room: its incidents resolve and telemetry is no longer judged', () => {
    const retired = broken().does({ action: 'retire' });
    expect(typesOf(retired.last)).toEqual(['incident.resolved', 'room.retired']);
    expect(retired.wait(1).reads('display:1', 'unhealthy').wait(day).sweeps().last).toEqual([]);
  });
});
