/** Many devices in one process, as in a simulated fleet, with the real loops and timers. */
import { gunzipSync } from 'node:zlib';
import { afterEach, expect, it } from 'vitest';
import type { FetchInit } from './net/fetch.ts';
import { type Agent, type AgentOptions, startAgent } from './startAgent.ts';

type Item = {
  form: string;
  observedAt: string;
  signal?: string;
  id?: string;
  outcome?: string;
  event?: { n: number };
};
type Message = { device: string; seq: number; sentAt: string; items: Item[] };

const agents: Agent[] = [];
afterEach(async () => {
  for (const agent of agents.splice(0)) await agent.stop();
});

/** A fake platform that stores what it receives and sends each command once. */
function createPlatform(commands: readonly object[] = []) {
  const messages: Message[] = [];
  let isDown = false;
  let heard = () => {};
  return {
    messages,
    items: (device: string) =>
      messages.filter((message) => message.device === device).flatMap(({ items }) => items),
    setDown(down: boolean) {
      isDown = down;
    },
    async fetch(_: string, { body }: FetchInit) {
      if (isDown) throw new Error('unreachable');
      const text = typeof body === 'string' ? body : gunzipSync(body ?? '').toString();
      const sent: Message[] = JSON.parse(text).messages;
      messages.push(...sent);
      heard();
      const results = sent.map(({ items }) => ({
        items: items.map(() => ({ verdict: 'applied' })),
        commands,
      }));
      return {
        status: 200,
        headers: { get: (name: string) => (name === 'date' ? new Date().toUTCString() : null) },
        text: async () => JSON.stringify({ results }),
      };
    },
    async until(isTrue: () => boolean) {
      while (!isTrue())
        await new Promise<void>((resolve) => {
          heard = resolve;
        });
    },
  };
}

function start(platform: ReturnType<typeof createPlatform>, more: Partial<AgentOptions>): Agent {
  const agent = startAgent({
    server: 'http://127.0.0.1:1',
    device: 'mtr-01',
    key: 'rpm_key',
    beatEveryMs: 20,
    firstBeatWithinMs: 1,
    requestsPerSecond: 500,
    fetch: platform.fetch,
    ...more,
  });
  agents.push(agent);
  return agent;
}

it('runs forty devices side by side, each with its own heartbeat and events in order', async () => {
  const platform = createPlatform();
  const devices = Array.from({ length: 40 }, (_, index) => `mtr-${index}`);
  for (const device of devices) {
    const agent = start(platform, { device });
    for (let n = 0; n < 5; n += 1) agent.recordEvent({ n });
  }
  const has = (device: string, form: string, count: number) =>
    platform.items(device).filter((item) => item.form === form).length >= count;
  await platform.until(() =>
    devices.every((device) => has(device, 'device', 3) && has(device, 'mtr-event', 5)),
  );
  for (const device of devices)
    expect(platform.items(device).flatMap(({ event }) => event?.n ?? [])).toEqual([0, 1, 2, 3, 4]);
});

it('catches up after the platform was unreachable', async () => {
  const platform = createPlatform();
  platform.setDown(true);
  const agent = start(platform, {});
  for (let n = 0; n < 300; n += 1) agent.recordEvent({ n });
  await agent.beat();
  expect(agent.state().waiting).toBe(300);
  platform.setDown(false);
  await platform.until(() => platform.items('mtr-01').some(({ event }) => event?.n === 299));
  expect(platform.items('mtr-01').flatMap(({ event }) => event?.n ?? [])).toEqual(
    Array.from({ length: 300 }, (_, index) => index),
  );
});

it('reports its checks when they change, its clock, and the results of commands', async () => {
  const expiresAt = new Date(Date.now() + 60_000).toISOString();
  const platform = createPlatform([{ id: 'c1', command: 'restartApp', expiresAt }]);
  let state: 'healthy' | 'unhealthy' = 'healthy';
  const ran: string[] = [];
  start(platform, {
    checks: async () => [{ signal: 'disk-space', state }],
    runCommand: async (command) => {
      ran.push(command);
      state = 'unhealthy';
      return { outcome: 'succeeded' };
    },
  });
  const count = (form: string, signal?: string) =>
    platform.items('mtr-01').filter((item) => item.form === form && item.signal === signal).length;
  await platform.until(() => count('reading', 'disk-space') >= 2 && count('device') >= 6);
  expect(ran).toEqual(['restartApp']);
  expect(count('reading', 'disk-space')).toBe(2);
  expect(count('reading', 'time-drift')).toBe(1);
  expect(platform.items('mtr-01').find(({ form }) => form === 'command-result')).toMatchObject({
    id: 'c1',
    outcome: 'succeeded',
  });
});

it('sends all times by the device’s own clock, also when that clock is wrong', async () => {
  const expiresAt = new Date(Date.now() + 60_000).toISOString();
  const platform = createPlatform([{ id: 'c1', command: 'restartApp', expiresAt }]);
  const clock = new Date('2026-11-22T08:00:00.000Z');
  const agent = start(platform, {
    now: () => clock,
    beatEveryMs: 20,
    checks: async () => [{ signal: 'disk-space', state: 'healthy' }],
    runCommand: async () => ({ outcome: 'succeeded' }),
    allowedCommands: ['restartApp'],
  });
  const items = () => platform.items('mtr-01');
  await platform.until(() => items().some(({ form }) => form === 'command-result'));
  agent.recordEvent({ n: 1 });
  agent.recordObservation({ signal: 'disk-space', state: 'unhealthy' });
  await platform.until(() => items().some(({ event }) => event?.n === 1));
  await platform.until(() => items().filter(({ signal }) => signal === 'disk-space').length > 1);
  await platform.until(() => items().some(({ signal }) => signal === 'time-drift'));
  const times = platform.messages.flatMap(({ sentAt, items }) => [
    sentAt,
    ...items.map(({ observedAt }) => observedAt),
  ]);
  expect(new Set(times)).toEqual(new Set([clock.toISOString()]));
});
