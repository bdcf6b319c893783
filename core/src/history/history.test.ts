import { describe, expect, it } from 'vitest';
import type { Change, RoomEvent } from '../change.ts';
import type { Instant, SignalId } from '../words.ts';
import { formatPattern, formatRepeatedFailure } from './formatFailures.ts';
import { repeatedFailures } from './repeatedFailures.ts';
import { roomPast } from './roomPast.ts';

const event = (at: Instant, ...changes: Change[]): RoomEvent => ({
  roomId: 'room-1',
  revision: 1,
  at,
  by: { id: 'mia', name: 'Mia Sand' },
  via: 'tab',
  correlationId: 'c',
  changes,
});
const opens = (signal: SignalId, at: Instant) =>
  event(at, {
    type: 'incident.opened',
    signal,
    ticket: '1-1',
    episode: 1,
    state: 'needsAction',
    severity: 'important',
    reason: { sentence: '', ruleVersion: '1' },
  });

describe('repeated failures', () => {
  const mondays = ['02', '09', '16', '23'].map((day) =>
    opens('camera', `2026-03-${day}T08:20:00.000Z`),
  );

  it('are counted, with the weekday and hours of their cluster in the zone of the room', () => {
    const [camera] = repeatedFailures(
      [...mondays, opens('network', '2026-03-03T08:00:00.000Z')],
      'Europe/Berlin',
    );
    expect(camera).toMatchObject({ signal: 'camera', count: 4, pattern: { weekdays: [1] } });
    expect(camera && formatRepeatedFailure(camera)).toBe('Failed 4 times, typically 7 days apart.');
    expect(camera && formatPattern(camera.pattern, 'Europe/Berlin')).toBe(
      'Mostly on Mondays, between 09:00 and 10:00 (Europe/Berlin).',
    );
    const [tokyo] = repeatedFailures(mondays, 'Asia/Tokyo');
    expect(tokyo?.pattern.hours).toEqual({ from: 17, to: 18 });
  });

  it('have the weekday of the zone, and hours past midnight belong together', () => {
    const nights = [
      '2026-03-02T23:30:00.000Z',
      '2026-03-09T23:50:00.000Z',
      '2026-03-17T00:20:00.000Z',
      '2026-03-24T00:40:00.000Z',
    ].map((at) => opens('network', at));
    const [utc] = repeatedFailures(nights, 'UTC');
    expect(utc?.pattern).toEqual({ weekdays: [1, 2], hours: { from: 23, to: 1 } });
    const [honolulu] = repeatedFailures(nights, 'Pacific/Honolulu');
    expect(honolulu?.pattern.weekdays).toEqual([1]);
  });

  it('have no pattern when they are few or scattered; a single failure is not a repetition', () => {
    expect(repeatedFailures(mondays.slice(0, 1), 'UTC')).toEqual([]);
    expect(repeatedFailures(mondays.slice(0, 3), 'UTC')[0]?.pattern.weekdays).toEqual([]);
    const scattered = ['02T01', '03T06', '05T11', '07T16', '08T21', '11T04'].map((at) =>
      opens('network', `2026-03-${at}:00:00.000Z`),
    );
    const [one] = repeatedFailures(scattered, 'UTC');
    expect(one && formatPattern(one.pattern, 'UTC')).toBeNull();
  });

  it('are in UTC when the zone does not exist', () => {
    const [utc] = repeatedFailures(mondays, 'UTC');
    expect(repeatedFailures(mondays, 'Mars/Base')[0]?.pattern).toEqual(utc?.pattern);
  });
});

it('summarises versions, readings and responses with their outcome', () => {
  const responded = '2026-03-02T09:00:00.000Z';
  const on = { signal: 'camera', ticket: '1-1', episode: 1 } as const;
  const update = (at: Instant, before: string, after: string) =>
    event(at, { type: 'software.changed', device: 'mtr', what: 'app', before, after });
  const past = roomPast([
    update('2026-03-04T09:00:00.000Z', '2', '3'),
    event('2026-03-03T09:00:00.000Z', {
      type: 'fix.failed',
      ...on,
      respondedBy: { id: 'mia', name: 'Mia Sand' },
      respondedAt: responded,
      advice: '',
    }),
    event(responded, { type: 'incident.responded', ...on, notes: 'Plugged in' }),
    event('2026-03-02T08:00:00.000Z', {
      type: 'reading.changed',
      signal: 'camera',
      before: 'healthy',
      after: 'unhealthy',
      detail: '',
      observedAt: '2026-03-02T08:00:00.000Z',
    }),
    update('2026-03-01T09:00:00.000Z', '1', '2'),
  ]);
  expect(past.versions).toMatchObject([{ before: '2', after: '3' }]);
  expect(past.readings).toMatchObject([{ signal: 'camera', changes: 1 }]);
  expect(past.responses).toMatchObject([
    { by: 'Mia Sand', notes: 'Plugged in', outcome: 'failed' },
  ]);
});
