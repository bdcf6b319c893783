/** A query that fails or does not end affects only its own result. */
import { expect, it } from 'vitest';
import { createHeartbeat } from './heartbeat.ts';
import type { DeviceItem, Observation } from './items.ts';
import { createQueryDevice } from './queryDevice.ts';

function createScene() {
  const failed: unknown[] = [];
  const ask = createQueryDevice((_, fields) => failed.push(fields), 1);
  return { ask, failed };
}

it('stops waiting for a query that does not end, and repeats it only after it has ended', async () => {
  const { ask, failed } = createScene();
  let end = () => {};
  const hanging = () =>
    new Promise<string>((resolve) => {
      end = () => resolve('at last');
    });
  expect(await ask('touch', hanging, 'unknown')).toBe('unknown');
  expect(await ask('touch', async () => 'again', 'unknown')).toBe('unknown');
  expect(await ask('radio', async () => 'fine', 'unknown')).toBe('fine');
  end();
  await new Promise((resolve) => setImmediate(resolve));
  expect(await ask('touch', async () => 'again', 'unknown')).toBe('again');
  expect(failed).toEqual([
    { check: 'touch', reason: 'no response in time' },
    { check: 'touch', reason: 'the last query has not ended' },
  ]);
});

it('treats an error, also one thrown at once, as a missing result', async () => {
  const { ask, failed } = createScene();
  const broken = () => {
    throw new Error('No such service.');
  };
  expect(await ask('radio', broken, null)).toBeNull();
  expect(failed).toEqual([{ check: 'radio', reason: 'No such service.' }]);
});

it('sends a heartbeat with the available facts when other queries hang', async () => {
  const sent: DeviceItem[] = [];
  const kept: Observation[] = [];
  const never = () => new Promise<never>(() => {});
  const beat = createHeartbeat({
    outbox: {
      items: () => 0,
      events: () => {},
      observations: (some) => void kept.push(...some),
    },
    now: () => new Date('2026-11-22T08:00:00.000Z'),
    repeatEveryMs: 3_600_000,
    checks: never,
    deviceFacts: async () => ({ osVersion: '10.0' }),
    inMeeting: never,
    ownObservations: [() => ({ signal: 'event-log', state: 'healthy' }), () => null],
    send: (item) => sent.push(item),
    onEvent: () => {},
    limitMs: 1,
  });
  await beat();
  expect(sent).toEqual([
    { form: 'device', observedAt: '2026-11-22T08:00:00.000Z', osVersion: '10.0' },
  ]);
  expect(kept).toEqual([{ signal: 'event-log', state: 'healthy' }]);
});
