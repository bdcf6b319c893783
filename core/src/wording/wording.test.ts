/** Tests that every sentence exists, is polite and is whole. */
import { describe, expect, it } from 'vitest';
import type { Change } from '../change.ts';
import type { Rejection } from '../rejection.ts';
import { defaultRules } from '../signals/rules/defaultRules.ts';
import { formatChange } from './changes.ts';
import { healthLabel } from './labels.ts';
import { formatRejection } from './rejections.ts';
import { formatSize } from './size.ts';
import {
  asSentence,
  formatDuration,
  formatDurationBetween,
  formatTime,
  formatUntil,
  formatZonedTime,
} from './time.ts';

const at = '2026-11-22T07:05:00.000Z';
const zone = 'Europe/Berlin';
const maya = { id: 'p-maya', name: 'Maya Brandt' };
const jonas = { id: 'p-jonas', name: 'Jonas Feld' };

describe('sizes', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [1023, '1023 bytes'],
    [245_760, '240 kB'],
    [1_048_575, '1 MB'],
    [1_572_864, '1.5 MB'],
    [104_857_600, '100 MB'],
    [Number.NaN, '0 bytes'],
  ])('%d bytes are shown as %s', (bytes, said) => {
    expect(formatSize(bytes)).toBe(said);
  });
});

describe('times', () => {
  it.each([
    [0, 'less than 1 s'],
    [-5, 'less than 1 s'],
    [59_999, '59 s'],
    [180_000, '3 min'],
    [7_500_000, '2 h 5 min'],
    [7_200_000, '2 h'],
    [100_800_000, '1 day 4 h'],
    [604_800_000, '7 days'],
    [Number.NaN, 'less than 1 s'],
  ])('%d ms is shown as %s', (ms, said) => {
    expect(formatDuration(ms)).toBe(said);
  });

  it('are shown in the time zone of the reader, in summer and in winter', () => {
    expect(formatTime(at, zone)).toBe('22 Nov 2026, 08:05');
    expect(formatTime('2026-07-01T22:30:00.000Z', zone)).toBe('2 Jul 2026, 00:30');
    expect(formatTime(at, 'Asia/Kolkata')).toBe('22 Nov 2026, 12:35');
  });

  it('contain the zone when the reader may be in another one', () => {
    expect(formatZonedTime(at, zone)).toBe('22 Nov 2026, 08:05 CET');
    expect(formatZonedTime('2026-07-01T22:30:00.000Z', zone)).toBe('2 Jul 2026, 00:30 CEST');
    expect(formatZonedTime(at, 'Asia/Kolkata')).toBe('22 Nov 2026, 12:35 GMT+5:30');
    expect(formatZonedTime(at, 'Mars/Olympus')).toBe('22 Nov 2026, 07:05 UTC');
    expect(formatZonedTime('yesterday', zone)).toBe('yesterday');
  });

  it('accept a zone or a time that does not exist', () => {
    expect(formatTime(at, 'Mars/Olympus')).toBe('22 Nov 2026, 07:05 UTC');
    expect(formatTime('yesterday', zone)).toBe('yesterday');
  });

  it('describe a duration and the end of a suppression', () => {
    expect(formatDurationBetween(at, '2026-11-22T08:10:00.000Z')).toBe('1 h 5 min');
    expect(formatUntil({ kind: 'time', at }, zone)).toBe('until 22 Nov 2026, 08:05');
    expect(formatUntil({ kind: 'time', at }, { named: zone })).toBe('until 22 Nov 2026, 08:05 CET');
    expect(formatUntil({ kind: 'recovery' }, zone)).toBe('until it recovers');
    expect(formatUntil({ kind: 'lifted' }, zone)).toBe('until it is lifted');
  });

  it('make whole sentences', () => {
    expect(asSentence(' cable swapped ')).toBe('Cable swapped.');
    expect(asSentence('Done!')).toBe('Done!');
    expect(asSentence('  ')).toBe('');
  });
});

const rejections: Readonly<Record<Rejection['code'], Rejection>> = {
  alreadyAttached: { code: 'alreadyAttached', name: 'photo.png' },
  attachmentGone: { code: 'attachmentGone' },
  tooManyAttachments: { code: 'tooManyAttachments', most: 50 },
  telemetryResolves: { code: 'telemetryResolves' },
  commandPending: { code: 'commandPending', remediation: 'restartApp', at },
  noDeviceForCommands: { code: 'noDeviceForCommands' },
  deviceUnknown: { code: 'deviceUnknown' },
  nothingChanged: { code: 'nothingChanged' },
  nothingToRecover: { code: 'nothingToRecover' },
  roomUnknown: { code: 'roomUnknown' },
  roomExists: { code: 'roomExists' },
  signalUnknown: { code: 'signalUnknown' },
  noIncident: { code: 'noIncident' },
  alreadyResolved: { code: 'alreadyResolved', at, because: 'Verified healthy' },
  alreadyResponded: { code: 'alreadyResponded', by: maya, at },
  alreadyAssigned: { code: 'alreadyAssigned', to: jonas },
  assignedToOther: { code: 'assignedToOther', ticket: '1042-7', to: jonas, since: at },
  superseded: { code: 'superseded', ticket: '1042-7' },
  notAssigned: { code: 'notAssigned' },
  alreadySuppressed: { code: 'alreadySuppressed', by: maya, at },
  notSuppressed: { code: 'notSuppressed' },
  alreadyInvestigating: { code: 'alreadyInvestigating' },
  nothingToInvestigate: { code: 'nothingToInvestigate' },
  alreadyEnrolled: { code: 'alreadyEnrolled' },
  alreadyRetired: { code: 'alreadyRetired' },
  endsInThePast: { code: 'endsInThePast', at },
  emptyText: { code: 'emptyText' },
  tooLong: { code: 'tooLong', what: 'notes', most: 2000, length: 2345 },
  notPermitted: { code: 'notPermitted', action: 'suppress', needs: 'lead' },
};
const context = { label: 'Display 1 in 4.12 Amber', timeZone: zone };

describe('rejections', () => {
  it.each(Object.values(rejections))('$code is a polite, whole sentence', (rejection) => {
    const said = formatRejection(rejection, context);
    expect(said).toMatch(/^[A-Z0-9].*[.]$/);
    expect(said).toMatch(/nothing was (?:changed|saved)|nothing was suppressed/i);
    expect(said).not.toMatch(/undefined|error|invalid|illegal|\s\s/i);
  });

  it('name the person who acted before', () => {
    expect(formatRejection(rejections.alreadySuppressed, context)).toContain(
      'Maya Brandt already suppressed Display 1 in 4.12 Amber at 22 Nov 2026, 08:05 CET.',
    );
    expect(formatRejection(rejections.alreadyResolved, context)).toBe(
      'Display 1 in 4.12 Amber: this incident was already resolved at 22 Nov 2026, 08:05 CET. Verified healthy. Nothing was changed.',
    );
    expect(formatRejection(rejections.assignedToOther, context)).toBe(
      'Jonas Feld has 1042-7 since 22 Nov 2026, 08:05 CET. Nothing was changed. Use Take over if you want it.',
    );
    expect(
      formatRejection(
        { code: 'assignedToOther', ticket: '1042-7', to: jonas, since: null },
        context,
      ),
    ).toContain('Jonas Feld has 1042-7. Nothing was changed.');
    expect(formatRejection(rejections.notPermitted, context)).toBe(
      'To suppress here you need the role Lead for a group of this room. Nothing was changed. Ask a Lead or a Manager.',
    );
  });
});

const on = { signal: 'display:1', ticket: '1042-7', episode: 1 } as const;
const reason = { sentence: 'Display 1 has been unhealthy for 5 min.', ruleVersion: '1' };
const until = { kind: 'time', at } as const;
const observed = { signal: 'display:1', detail: 'No signal', observedAt: at } as const;
const fix = { respondedBy: maya, respondedAt: at, advice: 'general' } as const;
const attempt = { id: '1042-7.3.1', remediation: 'restartApp' } as const;
const file = { id: 'f', name: 'photo.png', sizeBytes: 245_760, preview: 'image' } as const;
const opening = { ...on, state: 'needsAction', severity: 'important', reason } as const;

const changes: Readonly<Record<Change['type'], Change>> = {
  'device.clockChanged': {
    type: 'device.clockChanged',
    device: 'dev-1',
    beforeMs: 0,
    afterMs: 120_000,
  },
  'device.rejected': { type: 'device.rejected', device: 'dev-1', reason: 'It is not readable.' },
  'device.accepted': { type: 'device.accepted', device: 'dev-1', since: at },
  'reading.rejected': {
    type: 'reading.rejected',
    signal: 'display:1',
    device: 'dev-1',
    reason: 'It is not readable.',
  },
  'signal.confirmationResumed': {
    type: 'signal.confirmationResumed',
    signal: 'display:1',
    pausedMs: 120_000,
  },
  'room.registered': { type: 'room.registered', name: '4.12 Amber' },
  'room.enrolled': { type: 'room.enrolled' },
  'room.retired': { type: 'room.retired' },
  'room.connected': { type: 'room.connected', signal: 'connection', disconnectedSince: at },
  'room.disconnected': {
    type: 'room.disconnected',
    signal: 'connection',
    since: at,
    reason: 'noTelemetry',
  },
  'room.suppressed': { type: 'room.suppressed', until, reason: 'Renovation' },
  'room.suppressionChanged': {
    type: 'room.suppressionChanged',
    before: { until: { kind: 'lifted' }, reason: 'Works' },
    after: { until, reason: 'Works' },
  },
  'room.unsuppressed': { type: 'room.unsuppressed', because: 'recovered' },
  'room.suppressionReminded': { type: 'room.suppressionReminded', until: at },
  'room.changed': { type: 'room.changed', before: { floor: '1' }, after: { floor: '2' } },
  'device.addressChanged': {
    type: 'device.addressChanged',
    device: 'dev-1',
    address: '10.0.0.2',
  },
  'device.meetingChanged': {
    type: 'device.meetingChanged',
    device: 'dev-1',
    inMeeting: true,
    at,
  },
  'device.removed': { type: 'device.removed', device: 'dev-1' },
  'device.moved': { type: 'device.moved', device: 'dev-1', before: '10.0.0.1', after: '10.0.1.1' },
  'outage.joined': { type: 'outage.joined', signal: 'connection', outage: 'outage-1' },
  'outage.left': { type: 'outage.left', signal: 'connection', outage: 'outage-1' },
  'reading.outweighed': {
    type: 'reading.outweighed',
    ...observed,
    device: 'dev-2',
    state: 'healthy',
  },
  'incident.missed': { type: 'incident.missed', signal: 'display:1', reason },
  'signal.suppressionReminded': {
    type: 'signal.suppressionReminded',
    signal: 'display:1',
    until: at,
  },
  'incident.correlated': { type: 'incident.correlated', ...on, rooms: 1 },
  'incident.flapping': { type: 'incident.flapping', ...on, changes: 5 },
  'incident.calmed': { type: 'incident.calmed', ...on },
  'fix.verified': { type: 'fix.verified', ...on, ...fix },
  'fix.failed': { type: 'fix.failed', ...on, ...fix },
  'remediation.started': { type: 'remediation.started', ...on, ...attempt, device: 'dev-1' },
  'remediation.ended': {
    type: 'remediation.ended',
    ...on,
    ...attempt,
    outcome: 'expired',
    detail: '',
  },
  'app.restarted': { type: 'app.restarted', device: 'dev-1', at },
  'software.changed': {
    type: 'software.changed',
    device: 'dev-1',
    what: 'app',
    before: '5.0',
    after: '5.1',
  },
  'reading.changed': {
    type: 'reading.changed',
    ...observed,
    before: 'healthy',
    after: 'unhealthy',
  },
  'reading.late': { type: 'reading.late', ...observed, state: 'healthy' },
  'signal.suppressed': { type: 'signal.suppressed', signal: 'display:1', until, reason: '' },
  'signal.suppressionChanged': {
    type: 'signal.suppressionChanged',
    signal: 'display:1',
    before: { until, reason: '' },
    after: { until: { kind: 'recovery' }, reason: 'Part ordered' },
  },
  'signal.unsuppressed': { type: 'signal.unsuppressed', signal: 'display:1', because: 'expired' },
  'incident.opened': { type: 'incident.opened', ...opening },
  'incident.reactivated': { type: 'incident.reactivated', ...opening },
  'incident.needsAction': { type: 'incident.needsAction', ...on, reason: 'Still unhealthy.' },
  'incident.investigating': { type: 'incident.investigating', ...on },
  'incident.escalated': { type: 'incident.escalated', ...on, reason: 'No person attended to it.' },
  'incident.responded': { type: 'incident.responded', ...on, notes: 'Swapped the cable' },
  'incident.assigned': { type: 'incident.assigned', ...on, before: maya, after: jonas },
  'incident.unassigned': { type: 'incident.unassigned', ...on, before: jonas },
  'incident.resolved': { type: 'incident.resolved', ...on, because: 'Verified healthy.' },
  'message.posted': { type: 'message.posted', ...on, text: 'On my way' },
  'attachment.added': { type: 'attachment.added', ...on, ...file },
  'attachment.removed': { type: 'attachment.removed', ...on, ...file },
  'ticket.closed': { type: 'ticket.closed', ...on },
};

describe('changes', () => {
  it.each(Object.values(changes))('$type is a whole sentence', (change) => {
    const { sentence, note } = formatChange(change, defaultRules, zone);
    expect(sentence).toMatch(/^[A-Z].*\.$/);
    expect(sentence).not.toMatch(/undefined|null|\.\./);
    expect(note).not.toBe('');
  });

  it('distinguish the first contact of a room from its return', () => {
    const again = changes['room.connected'];
    expect(formatChange(again, defaultRules).sentence).toContain('arrives again');
    const first = { ...again, isFirst: true } as Change;
    expect(formatChange(first, defaultRules).sentence).toBe(
      'The first telemetry arrived: the room is connected.',
    );
  });

  it('separate the texts of people and devices from the sentences', () => {
    expect(formatChange(changes['reading.changed'], defaultRules)).toEqual({
      sentence: 'Display 1 became unhealthy.',
      note: 'No signal',
    });
    expect(formatChange(changes['incident.responded'], defaultRules).note).toBe(
      'Swapped the cable',
    );
    expect(formatChange(changes['signal.suppressed'], defaultRules).note).toBeNull();
  });

  it('name the changed values', () => {
    const told = (type: Change['type']) => formatChange(changes[type], defaultRules, zone).sentence;
    expect(told('incident.opened')).toBe(
      'Incident opened (important, needs action). Display 1 has been unhealthy for 5 min.',
    );
    expect(told('incident.assigned')).toBe('Assigned to Jonas Feld, taken over from Maya Brandt.');
    expect(told('attachment.added')).toBe('Attached photo.png (240 kB).');
    expect(told('room.connected')).toContain('22 Nov 2026, 08:05');
    expect(told('signal.suppressionChanged')).toBe(
      'The suppression of Display 1 now lasts until it recovers, before until 22 Nov 2026, 08:05.',
    );
    expect(told('room.unsuppressed')).toBe('The room recovered, which ended its suppression.');
  });
});

describe('labels', () => {
  it('show a room that never sent telemetry as unmonitored', () => {
    expect(healthLabel('disconnected', 'neverConnected')).toBe('Unmonitored');
    expect(healthLabel('disconnected', 'noTelemetry')).toBe('Disconnected');
    expect(healthLabel('healthy', null)).toBe('Healthy');
  });

  it.each(['room.painted', 'reading.guessed', 'signal.muted', 'incident.forecast'])(
    'of a newer version get a general sentence: %s',
    (type) => {
      for (const change of [{ type }, { type, signal: 'camera', ticket: '1-1', episode: 1 }])
        expect(formatChange(change as never, defaultRules, zone)).toEqual({
          sentence: 'This version of the product cannot describe this change.',
          note: null,
        });
    },
  );
});
