/** Several sources of one room: devices in any spelling, reports about others, first contacts, meetings. */

import { minute } from '@rooms-pro/testing/clock';
import { describe, expect, it } from 'vitest';
import { advance } from '../advance.ts';
import { upgradeRoom } from '../defaults.ts';
import { defaultRules } from '../signals/rules/defaultRules.ts';
import { observationsIn } from '../signals/state/observations.ts';
import { idleStateOf, isUnchanged } from '../signals/state/unchanged.ts';
import { commandsFor } from '../tickets/remediation/remediation.ts';
import { enrolled, registered, type Story, typesOf } from '../tickets/scenario.suite.ts';
import { findRecord } from '../tickets/ticketState.ts';

const offline = (story: Story, device: string, detail = 'offline') =>
  story.hears({
    device,
    readings: [{ signal: 'connection', state: 'unhealthy', detail, observedAt: story.now }],
  });
const online = (story: Story, device: string) =>
  story.hears({
    device,
    readings: [{ signal: 'connection', state: 'healthy', detail: '', observedAt: story.now }],
  });
const status = ({ room }: Story) => room.connection.status;

describe('a report that one device is offline', () => {
  it('leaves the room connected while it has another device', () => {
    const told = offline(enrolled().wait(1000), 'dev-2');
    expect(status(told)).toBe('connected');
    expect(typesOf(told.last)).toEqual(['reading.outweighed']);
    expect(findRecord(told.room, 'connection')).toMatchObject({ state: 'healthy', ticket: null });
    // The same report again is no news, and neither is the next beat of the device that is there.
    const again = offline(told.wait(minute), 'dev-2');
    expect([status(again), again.last]).toEqual(['connected', []]);
    expect(again.wait(minute).hears({}).last).toEqual([]);
  });

  it('counts where the room has no other device, or all of them are offline', () => {
    expect(status(offline(enrolled().wait(1000), 'dev-1'))).toBe('disconnected');
    const first = offline(enrolled().wait(1000).hears({ device: 'dev-2' }).wait(1000), 'dev-2');
    expect(status(first)).toBe('connected');
    const both = offline(first.wait(1000), 'dev-1');
    expect(status(both)).toBe('disconnected');
    expect(status(both.wait(1000).hears({ device: 'dev-2' }))).toBe('connected');
  });

  it('counts no longer once the device is heard, or is reported online', () => {
    const one = offline(enrolled().wait(1000), 'dev-2');
    for (const back of [one.wait(1000).hears({ device: 'DEV-2' }), online(one.wait(1000), 'dev-2')])
      expect(status(offline(back.wait(1000), 'dev-1'))).toBe('connected');
    expect(status(offline(one.wait(1000), 'dev-1'))).toBe('disconnected');
  });

  it('leaves silence to the sweep, and the first room to its own word', () => {
    const told = offline(enrolled().wait(1000), 'dev-2').wait(20 * minute);
    const since = told.room.signals.connection?.observedAt ?? '';
    expect(status(told.give({ kind: 'silence', since, reason: 'noTelemetry' }))).toBe(
      'disconnected',
    );
    expect(status(offline(registered(), 'dev-1'))).toBe('disconnected');
  });

  it('is forgotten with its device', () => {
    const told = offline(enrolled().wait(1000), 'dev-2');
    const without = told.does({ action: 'removeDevice', device: 'Dev-2' });
    expect(typesOf(without.last)).toEqual(['device.removed']);
    expect([status(without), findRecord(without.room, 'connection').state]).toEqual([
      'connected',
      'healthy',
    ]);
  });

  it('is news for the quick look, and so is a device that the room does not know', () => {
    const { room, now } = offline(enrolled().wait(1000), 'dev-2').wait(minute);
    const rest = idleStateOf(room, defaultRules, now);
    if (rest === null) throw new Error('The room is not at rest.');
    const told = (device: string) =>
      isUnchanged(
        room,
        rest,
        observationsIn(room),
        { kind: 'telemetry', device, readings: [], facts: [] },
        defaultRules,
        now,
      );
    expect(['dev-1', 'DEV-1', 'dev-2', 'dev-3'].map(told)).toEqual([true, false, false, false]);
  });
});

it('what is no sign of life connects nothing', () => {
  const gone = offline(enrolled().wait(1000), 'dev-1').wait(1000);
  expect(status(gone.hears({ isSignOfLife: false }))).toBe('disconnected');
});

describe('a device in another combination of upper and lower case', () => {
  const camera = (story: Story, device: string, state: 'healthy' | 'unhealthy') =>
    story.wait(minute).hears({
      device,
      readings: [{ signal: 'camera', state, detail: '', observedAt: story.wait(minute).now }],
      facts: [
        { kind: 'software', what: 'app', version: '5.4' },
        { kind: 'meeting', inMeeting: false, at: story.wait(minute).now },
      ],
    });

  it('is the same device of the room, spelled as it was first', () => {
    const story = camera(camera(enrolled(), 'Dev-AÜ', 'unhealthy'), 'dEV-aü', 'healthy');
    expect(story.room.devices.map(({ id }) => id)).toEqual(['Dev-AÜ']);
    expect(findRecord(story.room, 'camera')).toMatchObject({ state: 'healthy', others: [] });
    const removed = story.does({ action: 'removeDevice', device: 'DEV-AÜ' });
    expect(removed.room.devices).toEqual([]);
  });

  it('is joined where an earlier version kept it twice', () => {
    const { room, now } = camera(enrolled(), 'DEV-9', 'unhealthy');
    const [device] = room.devices;
    const report = { device: 'dev-9', state: 'unhealthy', detail: '', observedAt: now } as const;
    const record = { ...findRecord(room, 'camera'), others: [report] };
    const twice = {
      ...room,
      devices: [...room.devices, ...(device ? [{ ...device, id: 'dev-9' }] : [])],
      signals: { ...room.signals, camera: record },
    };
    const at = '2026-03-02T09:00:00.000Z';
    const advanced = advance(
      twice,
      {
        kind: 'telemetry',
        device: 'dev-9',
        readings: [{ signal: 'camera', state: 'healthy', detail: '', observedAt: at }],
        facts: [{ kind: 'software', what: 'app', version: '6' }],
      },
      defaultRules,
      at,
    );
    if (!advanced.ok) throw new Error('It was refused.');
    expect(advanced.room.devices.map(({ id }) => id)).toEqual(['DEV-9']);
    expect(findRecord(advanced.room, 'camera')).toMatchObject({ state: 'healthy', others: [] });
  });

  it('is given its commands, and ends them', () => {
    const failing = camera(enrolled(), 'DEV-1', 'unhealthy').passes(5);
    const ordered = camera(failing, 'DEV-1', 'unhealthy').does({
      action: 'remediate',
      signal: 'camera',
      remediation: 'restartApp',
    });
    expect(ordered.rejection).toBeNull();
    const { room, now } = ordered;
    const [command] = commandsFor(room, 'dEV-1', defaultRules, now);
    expect(command?.device).toBe('dev-1');
    const ended = ordered.hears({
      device: 'DEV-1',
      facts: [{ kind: 'result', id: command?.id ?? '', outcome: 'succeeded', detail: '', at: now }],
    });
    expect(ended.room.command).toBeNull();
  });
});

describe('a signal that is no longer unhealthy', () => {
  it('says nothing of its old complaint, also when a person ended it', () => {
    const told = enrolled().does({ action: 'report', what: 'no sound in 4.12' });
    expect(findRecord(told.room, 'reported').detail).not.toBe('');
    const done = told.does({ action: 'resolve', signal: 'reported', reason: 'plugged in' });
    expect(findRecord(done.room, 'reported')).toMatchObject({ state: 'healthy', detail: '' });
    expect(done.ticket('reported').reason.sentence).toContain('No sound in 4.12');
    const older = findRecord(told.room, 'reported');
    const written = { ...done.room.signals, reported: { ...older, state: 'healthy' } as const };
    const { signals } = upgradeRoom({ ...done.room, signals: written });
    expect(signals.reported?.detail).toBe('');
  });

  it('also where the meeting mode changed, or telemetry said so', () => {
    const failing = enrolled().reads('signin-skype', 'unhealthy', 'No sign-in').wait(minute);
    const changed = failing.does({ action: 'changeProfile', profile: { meetingMode: 'teams' } });
    expect(findRecord(changed.room, 'signin-skype')).toMatchObject({
      state: 'notApplicable',
      detail: '',
    });
    const well = failing.reads('signin-skype', 'healthy');
    expect(findRecord(well.room, 'signin-skype')).toMatchObject({ state: 'healthy', detail: '' });
  });
});

describe('the first contact of a room', () => {
  const ticketOf = (story: Story) => story.ticket('connection').resolvedBecause;
  const silent = (story: Story) =>
    story.give({
      kind: 'silence',
      since: story.wait(-20 * minute).now,
      reason: story.room.signals.connection ? 'noTelemetry' : 'neverConnected',
    });

  it('has its own sentence, and later ones are a return', () => {
    const never = silent(
      registered()
        .does({ action: 'enrol' })
        .wait(20 * minute),
    );
    const first = never.wait(minute).hears({});
    expect(first.last[0]).toMatchObject({ type: 'room.connected', isFirst: true });
    expect(ticketOf(first)).toBe('The first telemetry arrived.');
    const again = silent(first.wait(20 * minute))
      .wait(minute)
      .hears({});
    expect(again.last[0]).not.toHaveProperty('isFirst');
    expect(ticketOf(again)).toBe('Telemetry arrives again.');
  });
});

describe('a message whose only news is', () => {
  it('that a meeting is on changes the room, and a repetition does not', () => {
    const on = enrolled().beats(false).wait(minute).beats(true);
    expect(typesOf(on.last)).toEqual(['device.meetingChanged']);
    expect(on.room.devices[0]?.meeting?.inMeeting).toBe(true);
    expect(on.wait(minute).beats(true).last).toEqual([]);
    expect(typesOf(on.wait(minute).beats(false).last)).toEqual(['device.meetingChanged']);
    // An older word does not end it.
    const older = [{ kind: 'meeting', inMeeting: false, at: '2026-03-02T08:00:01.000Z' }] as const;
    expect(on.wait(minute).hears({ facts: older }).last).toEqual([]);
  });

  it('an address changes the room', () => {
    const says = (story: Story, address: string) =>
      story.wait(minute).hears({ facts: [{ kind: 'address', address }] });
    const first = says(enrolled(), '10.0.0.1');
    expect(typesOf(first.last)).toEqual(['device.addressChanged']);
    const near = says(first, '10.0.0.2');
    expect(typesOf(near.last)).toEqual(['device.addressChanged']);
    expect(says(near, '10.0.0.2').last).toEqual([]);
    expect(typesOf(says(near, '10.0.9.2').last)).toEqual(['device.moved']);
  });
});
