/** A question that fails or does not end costs its own answer and nothing else. */
import { expect, it } from 'vitest';
import { createHeartbeat } from './heartbeat.ts';
import type { DeviceItem, Observation } from './items.ts';
import { createAsk } from './queryDevice.ts';

function createScene() {
  const failed: unknown[] = [];
  const ask = createAsk((_, fields) => failed.push(fields), 1);
  return { ask, failed };
}

it('gives up a question that does not end, and asks it again only when it has ended', async () => {
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
    { check: 'touch', reason: 'no answer in time' },
    { check: 'touch', reason: 'the last look has not ended' },
  ]);
});

it('takes an error, also one that is thrown at once, as no answer', async () => {
  const { ask, failed } = createScene();
  const broken = () => {
    throw new Error('No such service.');
  };
  expect(await ask('radio', broken, null)).toBeNull();
  expect(failed).toEqual([{ check: 'radio', reason: 'No such service.' }]);
});

it('beats with what can be found out, although everything else hangs', async () => {
  const sent: DeviceItem[] = [];
  const kept: Observation[] = [];
  const never = () => new Promise<never>(() => {});
  const beat = createHeartbeat({
    keeper: {
      items: () => 0,
      events: () => {},
      observations: (some) => void kept.push(...some),
    },
    now: () => new Date('2026-11-22T08:00:00.000Z'),
    repeatEveryMs: 3_600_000,
    checks: never,
    deviceFacts: async () => ({ osVersion: '10.0' }),
    inMeeting: never,
    judges: [() => ({ signal: 'event-log', state: 'healthy' }), () => null],
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
