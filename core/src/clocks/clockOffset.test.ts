import { describe, expect, it } from 'vitest';
import { toInstant } from '../instant.ts';
import { defaultRules } from '../signals/rules/defaultRules.ts';
import type { Telemetry } from '../telemetry.ts';
import { evaluateClockOffset } from './clockOffset.ts';
import { correctTimes, leastDelays } from './correctTimes.ts';
import type { DeviceClock } from './deviceClock.ts';

const second = 1_000;
const minute = 60 * second;
const day = 24 * 60 * minute;
const start = Date.parse('2026-03-02T08:00:00.000Z');

/** A message sent a given time before the receipt of its request, by a clock with a given error. */
type Sending = { readonly offMs?: number; readonly agoMs?: number };

/** The platform's reports about a device's clock, request by request. */
function listen({ judgesItself = false } = {}) {
  let seq = 0;
  let clock: DeviceClock | undefined;
  const told: number[] = [];
  const readings: string[] = [];
  return {
    told,
    readings,
    clock: () => clock,
    receive(atMs: number, ...sendings: readonly Sending[]) {
      const now = toInstant(start + atMs);
      const messages = sendings.map(({ offMs = 0, agoMs = 0 }): Telemetry => {
        seq += 1;
        const at = toInstant(start + atMs - agoMs + offMs);
        const own = { signal: 'time-drift', state: 'healthy', detail: '', observedAt: at } as const;
        const sent = { seq, at };
        const readingsOfIt = judgesItself ? [own] : [];
        return { kind: 'telemetry', device: 'dev-1', readings: readingsOfIt, facts: [], sent };
      });
      const delays = leastDelays(messages, now);
      for (const [place, message] of messages.entries()) {
        const clocks = clock ? { 'dev-1': clock } : {};
        const placed = correctTimes(clocks, message, defaultRules, now, delays[place]);
        const drift = evaluateClockOffset(clock, placed.clock, message, defaultRules, now);
        ({ clock } = drift);
        if (drift.change) told.push(drift.change.afterMs);
        if (drift.reading) readings.push(`${drift.reading.state} ${drift.reading.detail}`.trim());
      }
    },
  };
}

const behind = 'unhealthy The clock of the device is 10 min behind.';

/** A clock that was reported ten minutes behind, at minute five. */
function aWrongClock(options: Parameters<typeof listen>[0] = {}) {
  const device = listen(options);
  device.receive(0, { offMs: -10 * minute });
  device.receive(5 * minute, { offMs: -10 * minute });
  return device;
}

describe('a wrong clock', () => {
  it.each([0, 2 * minute, -2 * minute, 5 * minute, -5 * minute])(
    'by %d ms is no news within the tolerance',
    (offMs) => {
      const device = listen();
      for (let at = 0; at < 60 * minute; at += 5 * minute) device.receive(at, { offMs });
      expect(device.readings).toEqual([]);
      expect(device.told).toEqual([]);
    },
  );

  it.each([-6 * minute, 6 * minute, -day, day, -9_000 * day])(
    'by %d ms is told by the second request, once',
    (offMs) => {
      const device = listen();
      device.receive(0, { offMs });
      expect(device.told).toEqual([]);
      for (let at = 5; at < 60; at += 5) device.receive(at * minute, { offMs, agoMs: at * 20 });
      expect(device.told).toHaveLength(1);
      expect(device.readings).toHaveLength(1);
      expect(device.clock()).toMatchObject({ drift: 'unhealthy' });
      expect(device.clock()?.untold).toBeUndefined();
    },
  );

  it('is not reported by the messages of one request, nor by requests at the same time', () => {
    const device = listen();
    device.receive(0, { offMs: -10 * minute, agoMs: 2 * minute }, { offMs: -10 * minute });
    device.receive(2 * second, { offMs: -10 * minute });
    expect(device.told).toEqual([]);
    device.receive(minute, { offMs: -10 * minute });
    expect(device.readings).toEqual([behind]);
  });

  it('is reported for a device that sends every ten seconds', () => {
    const device = listen();
    for (let at = 0; at <= minute; at += 10 * second) device.receive(at, { offMs: -10 * minute });
    expect(device.readings).toEqual([behind]);
  });

  it('that drifts is reported once as wrong, and in the history at each further five minutes', () => {
    const device = listen();
    for (let at = 0; at < 16 * 60 * minute; at += 5 * minute)
      device.receive(at, { offMs: Math.round(at / 60) });
    expect(device.readings).toHaveLength(3);
    expect(device.readings.every((said) => said.startsWith('unhealthy'))).toBe(true);
    expect(device.told).toHaveLength(3);
  });

  it('is reported only in the history when the device reports it itself', () => {
    const device = aWrongClock({ judgesItself: true });
    expect(device.told).toEqual([10 * minute]);
    expect(device.readings).toEqual([]);
  });
});

describe('one late request', () => {
  it('reports nothing about a correct clock', () => {
    const device = listen();
    device.receive(0, {});
    device.receive(40 * minute, { agoMs: 35 * minute }, { agoMs: 30 * minute });
    device.receive(40 * minute + 5 * second, {});
    device.receive(45 * minute, {});
    expect(device.told).toEqual([]);
    expect(device.clock()).toMatchObject({ shiftMs: 0 });
    expect(device.clock()?.untold).toBeUndefined();
  });

  it.each([
    ['right', 0, []],
    ['seven minutes ahead', 7 * minute, [-7 * minute]],
    ['ten minutes behind', -10 * minute, [10 * minute]],
  ])('or a backlog of many reports nothing new about a clock that is %s', (_, offMs, told) => {
    for (const stepMs of [second, 6 * second, 40 * second]) {
      const device = listen();
      for (const at of [0, 5 * minute]) device.receive(at, { offMs });
      // The backlog of an hour without a network, with one message in each request.
      for (let place = 0; place < 12; place += 1) {
        const agoMs = (12 - place) * 5 * minute;
        device.receive(65 * minute + place * stepMs, { offMs, agoMs: agoMs + place * stepMs });
      }
      for (const at of [80, 85, 90]) device.receive(at * minute, { offMs });
      expect(device.told).toEqual(told);
      expect(device.readings).toHaveLength(told.length);
    }
  });

  it('does not make a clock correct that is ahead by the delay of the request', () => {
    const device = listen();
    for (const at of [0, 5]) device.receive(at * minute, { offMs: 7 * minute });
    device.receive(15 * minute, { offMs: 7 * minute, agoMs: 6 * minute });
    device.receive(20 * minute, { offMs: 7 * minute });
    device.receive(30 * minute, { offMs: 7 * minute, agoMs: 6 * minute });
    device.receive(35 * minute, { offMs: 7 * minute });
    expect(device.readings).toEqual(['unhealthy The clock of the device is 7 min ahead.']);
  });
});

describe('a clock that is correct again', () => {
  it('is reported by the second request that shows it', () => {
    const device = aWrongClock();
    device.receive(10 * minute, {});
    expect(device.readings).toEqual([behind]);
    device.receive(15 * minute, {});
    expect(device.readings).toEqual([behind, 'healthy']);
    expect(device.told).toEqual([10 * minute, 0]);
    device.receive(20 * minute, {});
    expect(device.told).toHaveLength(2);
  });

  it('is not reported when the second request shows the earlier error', () => {
    const device = aWrongClock();
    device.receive(10 * minute, {});
    device.receive(15 * minute, { offMs: -10 * minute });
    device.receive(20 * minute, { offMs: -10 * minute });
    expect(device.readings).toEqual([behind]);
  });

  it('is not affected by an earlier message', () => {
    const device = aWrongClock();
    const known = device.clock();
    if (!known) throw new Error('The clock is known.');
    const now = toInstant(start + 20 * minute);
    const late = { ...known, untold: { shiftMs: 0, sinceMs: start + 10 * minute } };
    const message: Telemetry = { kind: 'telemetry', device: 'dev-1', readings: [], facts: [] };
    const { clock, change } = evaluateClockOffset(late, late, message, defaultRules, now);
    expect(change).toBeUndefined();
    expect(clock.untold).toEqual(late.untold);
  });
});
