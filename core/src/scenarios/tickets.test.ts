/** A ticket over days: episodes, flapping, warnings that escalate, suppressions that end. */

import { day, hour, minute } from '@rooms-pro/testing/clock';
import { describe, expect, it } from 'vitest';
import { instantAfter } from '../instant.ts';
import type { SuppressedUntil } from '../room.ts';
import { defaultRules } from '../signals/rules/defaultRules.ts';
import type { Command } from '../tickets/actions/actions.ts';
import { allowedActions } from '../tickets/actions/whyNot.ts';
import { mostAttachments } from '../tickets/actions/work/attach.ts';
import {
  aLead,
  aTechnician,
  aViewer,
  enrolled,
  type Scenario,
  start,
  typesOf,
} from '../tickets/scenario.suite.ts';
import type { SignalId } from '../words.ts';

const openDisplay = () => enrolled().reads('display:1', 'unhealthy', 'No signal').passes(5);
const count = (scenario: Scenario, type: string) =>
  scenario.changes.filter((change) => change.type === type).length;

describe('a ticket', () => {
  it('opens, is investigated, needs action, resolves and closes after seven days', () => {
    const opened = enrolled().reads('signin-exchange', 'unhealthy', 'AADSTS50076').passes(30);
    expect(opened.ticket('signin-exchange').status).toBe('systemInvestigating');
    const asked = opened.passes(15);
    expect(asked.ticket('signin-exchange').status).toBe('needsAction');
    const resolved = asked.wait(minute).reads('signin-exchange', 'healthy');
    expect(resolved.ticket('signin-exchange').status).toBe('resolved');
    expect(resolved.wait(7 * day - 1).sweeps().last).toEqual([]);
    const closed = resolved.wait(7 * day).sweeps();
    expect(typesOf(closed.last)).toEqual(['ticket.closed']);
  });

  it('has a permanent number: a failure within seven days re-activates, later the next episode opens', () => {
    const fails = (scenario: Scenario) => scenario.reads('display:1', 'unhealthy').passes(5);
    const heals = (scenario: Scenario) =>
      scenario.wait(minute).reads('display:1', 'healthy').wait(minute);
    const again = fails(heals(openDisplay()).wait(6 * day));
    expect(again.ticket('display:1')).toMatchObject({
      number: '1042-1',
      episode: 1,
      activation: 2,
    });
    const next = fails(heals(again).wait(8 * day));
    expect(next.ticket('display:1')).toMatchObject({ number: '1042-1', episode: 2, activation: 1 });
    expect(typesOf(next.changes).filter((type) => type === 'ticket.closed')).toHaveLength(1);
    const other = next.reads('camera', 'unhealthy').passes(5);
    expect(other.ticket('camera').number).toBe('1042-2');
  });

  it('needs action at once where the rule has no investigation', () => {
    expect(openDisplay().changes.find(({ type }) => type === 'incident.opened')).toMatchObject({
      state: 'needsAction',
    });
  });

  it('rejects illegal and late actions, and changes nothing', () => {
    const respond: Command = { action: 'respond', signal: 'display:1', notes: 'did it' };
    const twice = openDisplay().does(respond, aTechnician).does(respond, aTechnician);
    expect(twice.rejection?.code).toBe('alreadyResponded');
    const over = twice.wait(minute).reads('display:1', 'healthy');
    expect(over.does(respond).rejection).toMatchObject({ code: 'alreadyResolved' });
    expect(over.does(respond).room).toBe(over.room);
    expect(enrolled().does(respond).rejection?.code).toBe('noIncident');
  });

  it('records late readings without applying them; the same reading twice adds nothing', () => {
    const scenario = enrolled().reads('camera', 'healthy');
    const late = scenario.wait(hour).reads('camera', 'unhealthy', 'x', 2 * hour);
    expect(typesOf(late.last)).toEqual(['reading.late']);
    expect(typesOf(late.reads('camera', 'unhealthy', 'x', 2 * hour).last)).toEqual([]);
    expect(late.passes(20).room.signals.camera).toMatchObject({ state: 'healthy', ticket: null });
  });
});

describe('flapping', () => {
  /** Is unhealthy for six minutes and healthy for four, repeatedly. */
  function flaps(scenario: Scenario, rounds: number): Scenario {
    let next = scenario;
    for (let round = 0; round < rounds; round += 1) {
      next = next.reads('camera', 'unhealthy').passes(6).reads('camera', 'healthy').passes(4);
    }
    return next;
  }

  it('starts with more than four changes in an hour, and stays one open incident', () => {
    const calm = flaps(enrolled().reads('camera', 'healthy').wait(minute), 2);
    expect(calm.ticket('camera').flappingSince).toBeNull();
    expect(calm.ticket('camera').status).toBe('resolved');
    const flapping = flaps(calm, 2);
    expect(flapping.ticket('camera')).toMatchObject({ status: 'needsAction', activation: 3 });
    expect(count(flapping, 'incident.flapping')).toBe(1);
    expect(count(flapping, 'incident.resolved')).toBe(2);
    const still = flaps(flapping, 3);
    expect(count(still, 'incident.resolved')).toBe(2);
    expect(count(still, 'incident.reactivated')).toBe(2);
  });

  it('ends after thirty stable minutes: resolved when healthy, else still open', () => {
    const flapping = flaps(enrolled().reads('camera', 'healthy').wait(minute), 4);
    const healed = flapping.passes(25);
    expect(healed.ticket('camera').status).toBe('needsAction');
    const calmed = healed.passes(1);
    expect(typesOf(calmed.changes).slice(-2)).toEqual(['incident.calmed', 'incident.resolved']);
    const broken = flapping.reads('camera', 'unhealthy').passes(30);
    expect(broken.ticket('camera')).toMatchObject({ status: 'needsAction', flappingSince: null });
    expect(count(broken, 'incident.calmed')).toBe(1);
  });

  it('that is never unhealthy for long enough opens no incident', () => {
    let scenario = enrolled().reads('camera', 'healthy').wait(minute);
    for (let round = 0; round < 10; round += 1) {
      scenario = scenario
        .reads('camera', 'unhealthy')
        .passes(2)
        .reads('camera', 'healthy')
        .passes(2);
    }
    expect(scenario.room.signals.camera?.ticket).toBeNull();
  });

  /** Is unhealthy for two minutes and healthy for two, repeatedly. */
  function flickers(scenario: Scenario, rounds: number): Scenario {
    let next = scenario;
    for (let round = 0; round < rounds; round += 1) {
      next = next.reads('camera', 'unhealthy').passes(2).reads('camera', 'healthy').passes(2);
    }
    return next;
  }
  const flickering = (minutes: number) =>
    flickers(enrolled().reads('camera', 'healthy').wait(minute), minutes / 4);

  it('opens one incident after an hour of changes of any length', () => {
    expect(flickering(56).room.signals.camera?.ticket).toBeNull();
    const opened = flickering(68);
    expect(count(opened, 'incident.opened')).toBe(1);
    expect(count(opened, 'incident.flapping')).toBe(1);
    expect(opened.changes.find(({ type }) => type === 'incident.opened')).toMatchObject({
      reason: {
        sentence: 'Camera has changed more than 4 times in 1 h, for 1 h.',
      },
    });
    const later = flickers(opened, 45);
    expect(count(later, 'incident.opened') + count(later, 'incident.reactivated')).toBe(1);
    expect(later.ticket('camera').status).toBe('needsAction');
    const calmed = later.passes(30);
    expect(calmed.ticket('camera').status).toBe('resolved');
    expect(count(calmed, 'incident.resolved')).toBe(1);
  });

  it('opens no incident when the signal is stable before the hour is over, and then counts again from zero', () => {
    const calm = flickering(52).passes(31);
    const again = flickers(calm, 12);
    expect(again.room.signals.camera?.ticket).toBeNull();
    expect(count(flickers(again, 4), 'incident.opened')).toBe(1);
  });

  it('is recorded once while it is suppressed, and opens when the suppression ends', () => {
    const until = { kind: 'time', at: instantAfter(enrolled().now, 4 * hour) } as const;
    const suppressed = enrolled()
      .reads('camera', 'healthy')
      .does({ action: 'suppress', signal: 'camera', until, reason: '' }, aLead);
    expect(suppressed.rejection).toBeNull();
    const missed = flickers(suppressed.wait(minute), 50);
    expect(count(missed, 'incident.missed')).toBe(1);
  });
});

describe('a warning', () => {
  const warned = () => enrolled().reads('wifi-only', 'unhealthy').passes(5);
  const ages = (scenario: Scenario, days: number) => scenario.wait(days * day).sweeps();

  it('becomes important when no person attends to it for seven days', () => {
    expect(ages(warned(), 7 - 1 / 1440).ticket('wifi-only').severity).toBe('warning');
    const aged = ages(warned(), 7);
    expect(aged.ticket('wifi-only').severity).toBe('important');
    expect(aged.last).toMatchObject([
      { type: 'incident.escalated', reason: 'No person attended to this warning for 7 days.' },
    ]);
    expect(aged.sweeps().last).toEqual([]);
  });

  it('does not escalate while responded to, assigned or suppressed', () => {
    const to = { id: 'ann', name: 'Ann' };
    const on = { signal: 'wifi-only' } as const;
    for (const command of [
      { action: 'respond', ...on, notes: 'cable ordered' },
      { action: 'assign', ...on, to },
      { action: 'suppress', ...on, until: { kind: 'lifted' }, reason: 'guest house' },
    ] as const satisfies Command[]) {
      expect(ages(warned().does(command), 30).ticket('wifi-only').severity).toBe('warning');
    }
    const handedBack = ages(warned().does({ action: 'assign', ...on, to }), 6).does({
      action: 'unassign',
      ...on,
    });
    expect(ages(handedBack, 6.9).ticket('wifi-only').severity).toBe('warning');
    expect(ages(handedBack, 7).ticket('wifi-only').severity).toBe('important');
  });

  it('about default credentials never becomes important', () => {
    const scenario = ages(enrolled().reads('default-credentials', 'unhealthy').passes(120), 365);
    expect(scenario.ticket('default-credentials').severity).toBe('warning');
  });
});

describe('a suppression', () => {
  const suppress = (signal: SignalId | 'room', until: SuppressedUntil): Command => ({
    action: 'suppress',
    signal,
    until,
    reason: 'renovation',
  });
  const forHours = (hours: number): SuppressedUntil => ({
    kind: 'time',
    at: instantAfter(start, hours * hour),
  });

  it('opens nothing, and lists the prevented incidents at its end', () => {
    const quiet = enrolled().does(suppress('camera', forHours(8)), aLead);
    const failing = quiet.wait(minute).reads('camera', 'unhealthy', 'Not found').passes(6);
    expect(typesOf(failing.changes)).not.toContain('incident.opened');
    const healed = failing.reads('camera', 'healthy').passes(2);
    const again = healed
      .reads('camera', 'unhealthy', 'Not found')
      .passes(6)
      .reads('camera', 'healthy');
    expect(count(again, 'incident.missed')).toBe(2);
    const over = again.wait(8 * hour).sweeps();
    expect(over.room.notices.find(({ kind }) => kind === 'suppression.ended')).toMatchObject({
      signal: 'camera',
      because: 'expired',
      missed: [{ detail: 'Not found' }, { detail: 'Not found' }],
    });
    expect(typesOf(over.last)).toEqual(['signal.unsuppressed']);
  });

  it('reminds before its end, once', () => {
    const quiet = enrolled().does(suppress('room', forHours(8)));
    expect(quiet.room.dueAt).toBe(instantAfter(start, 7 * hour));
    const reminded = quiet.wait(7 * hour).sweeps();
    expect(typesOf(reminded.last)).toEqual(['room.suppressionReminded']);
    expect(reminded.room.notices).toMatchObject([{ kind: 'suppression.ending', signal: 'room' }]);
    expect(reminded.wait(minute).sweeps().last).toEqual([]);
  });

  it.each([
    ['its time', forHours(2), (scenario: Scenario) => scenario.wait(2 * hour).sweeps(), 'expired'],
    [
      'being lifted',
      { kind: 'lifted' } as const,
      (scenario: Scenario) => scenario.does({ action: 'unsuppress', signal: 'camera' }),
      'lifted',
    ],
    [
      'recovery',
      { kind: 'recovery' } as const,
      (scenario: Scenario) => scenario.wait(minute).reads('camera', 'healthy'),
      'recovered',
    ],
  ])('ends with %s and is evaluated at once', (_, until, end, because) => {
    const quiet = enrolled()
      .reads('camera', 'unhealthy')
      .does(suppress('camera', until))
      .passes(10);
    const ended = end(quiet);
    expect(ended.changes.find(({ type }) => type === 'signal.unsuppressed')).toMatchObject({
      because,
    });
    expect(typesOf(ended.last).includes('incident.opened')).toBe(because !== 'recovered');
  });

  it('marks an open incident, which still recovers and resolves', () => {
    const quiet = openDisplay().does(suppress('display:1', { kind: 'lifted' }));
    expect(quiet.ticket('display:1').status).toBe('needsAction');
    expect(quiet.wait(minute).reads('display:1', 'healthy').ticket('display:1').status).toBe(
      'resolved',
    );
  });

  it('until recovery needs an unhealthy signal, and does not wait for a warning', () => {
    const well = enrolled().reads('camera', 'healthy');
    const untilWell = { kind: 'recovery' } as const;
    expect(well.does(suppress('camera', untilWell)).rejection?.code).toBe('nothingToRecover');
    const broken = openDisplay().reads('bluetooth', 'unhealthy').does(suppress('room', untilWell));
    expect(broken.room.suppression).not.toBeNull();
    expect(broken.wait(minute).reads('display:1', 'healthy').room.suppression).toBeNull();
  });

  it('of the whole room suppresses every signal, and a person lifts it', () => {
    const quiet = enrolled()
      .does(suppress('room', { kind: 'lifted' }))
      .reads('camera', 'unhealthy')
      .passes(9);
    expect(quiet.room.signals.camera?.ticket).toBeNull();
    const lifted = quiet.does({ action: 'unsuppress', signal: 'room' });
    expect(typesOf(lifted.last)).toEqual(['room.unsuppressed', 'incident.opened']);
    expect(
      lifted.does(suppress('room', forHours(1))).does(suppress('room', forHours(2))).rejection
        ?.code,
    ).toBe('alreadySuppressed');
  });
});

describe('attachments', () => {
  const attach = (id: string): Command => ({
    action: 'attach',
    signal: 'display:1',
    attachment: { id, name: `${id}.png`, sizeBytes: 2048, preview: 'image', via: 'tab' },
  });
  const remove = (id: string): Command => ({ action: 'removeAttachment', signal: 'display:1', id });
  const attachmentNames = (scenario: Scenario) =>
    scenario.ticket('display:1').attachments.map(({ name }) => name);

  it('are stored with person, time and entry point, and appear in the history', () => {
    const attached = openDisplay().does(attach('photo'), aTechnician);
    expect(attached.ticket('display:1').attachments).toEqual([
      {
        id: 'photo',
        name: 'photo.png',
        sizeBytes: 2048,
        preview: 'image',
        at: attached.now,
        by: { id: 'tom', name: 'Tom Reyes' },
        via: 'tab',
      },
    ]);
    expect(attached.last).toEqual([
      {
        type: 'attachment.added',
        signal: 'display:1',
        ticket: '1042-1',
        episode: 1,
        id: 'photo',
        name: 'photo.png',
        sizeBytes: 2048,
        preview: 'image',
      },
    ]);
    expect(attached.does(attach('photo')).rejection).toMatchObject({ code: 'alreadyAttached' });
  });

  it('are one when the same person repeats an upload, and two when another person does', () => {
    const sent = (id: string): Command => {
      const { attachment, ...command } = attach(id) as Extract<Command, { action: 'attach' }>;
      return { ...command, attachment: { ...attachment, upload: 'sent-1' } };
    };
    const once = openDisplay().does(sent('first'), aTechnician);
    expect(once.does(sent('second'), aTechnician).rejection).toEqual({
      code: 'alreadyAttached',
      name: 'first.png',
    });
    const other = { ...aTechnician, id: 'ines', name: 'Ines' };
    expect(attachmentNames(once.does(sent('third'), other))).toEqual(['first.png', 'third.png']);
    const removed = once.does(remove('first'), aTechnician);
    expect(attachmentNames(removed.does(sent('again'), aTechnician))).toEqual(['again.png']);
  });

  it('stay through resolution and the next episode, and can be added and removed after the end', () => {
    const healed = openDisplay().does(attach('one')).wait(minute).reads('display:1', 'healthy');
    const closed = healed
      .does(attach('two'))
      .wait(7 * day)
      .sweeps();
    expect(closed.ticket('display:1').status).toBe('closed');
    const next = closed.does(attach('three')).wait(day).reads('display:1', 'unhealthy').passes(5);
    expect(next.ticket('display:1').episode).toBe(2);
    expect(attachmentNames(next)).toEqual(['one.png', 'two.png', 'three.png']);
    expect(attachmentNames(next.does(remove('two')))).toEqual(['one.png', 'three.png']);
  });

  it('are removed by the person who attached them or by a lead, and only once', () => {
    const other = { ...aTechnician, id: 'ines', name: 'Ines' };
    const attached = openDisplay().does(attach('photo'), aTechnician);
    expect(attached.does(remove('photo'), other).rejection).toEqual({
      code: 'notPermitted',
      action: 'removeOthersAttachment',
      needs: 'Lead',
    });
    expect(attached.does(remove('photo'), aViewer).rejection).toMatchObject({
      code: 'notPermitted',
      action: 'removeAttachment',
    });
    expect(typesOf(attached.does(remove('photo'), aTechnician).last)).toEqual([
      'attachment.removed',
    ]);
    const removed = attached.does(remove('photo'), aLead);
    expect(attachmentNames(removed)).toEqual([]);
    expect(removed.does(remove('photo'), aTechnician).rejection).toEqual({
      code: 'attachmentGone',
    });
  });

  it('need a ticket with free capacity and a person with the permission', () => {
    expect(enrolled().does(attach('photo')).rejection).toEqual({ code: 'noIncident' });
    expect(openDisplay().does(attach('photo'), aViewer).rejection).toMatchObject({
      code: 'notPermitted',
      needs: 'Technician',
    });
    let full = openDisplay();
    for (let count = 0; count < mostAttachments; count += 1) full = full.does(attach(`${count}`));
    const offered = (scenario: Scenario) =>
      allowedActions(scenario.room, 'display:1', aTechnician, defaultRules).includes('attach');
    expect(offered(full)).toBe(false);
    expect(full.does(attach('more')).rejection).toEqual({ code: 'tooManyAttachments', most: 50 });
    expect(offered(full.does(remove('7')))).toBe(true);
  });
});
