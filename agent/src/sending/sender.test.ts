/** The sender with every kind of response: no message is lost or blocked, and the platform is not overloaded. */
import { gunzipSync } from 'node:zlib';
import type { TelemetryMessage } from '@rooms-pro/core/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AgentEvent } from '../log.ts';
import type { FetchInit } from '../net/fetch.ts';
import { createMemorySpool } from '../spool/memorySpool.ts';
import { createSender } from './sender.ts';

type Reply = { status: number; body?: unknown; headers?: Readonly<Record<string, string>> };
type Platform = (messages: readonly TelemetryMessage[]) => Reply;

const start = new Date('2026-11-22T08:00:00.000Z');
let nowMs = start.getTime();
const now = () => new Date(nowMs);
beforeEach(() => {
  nowMs = start.getTime();
});
const never = new AbortController().signal;
const applied = { verdict: 'applied' };

const takes: Platform = (messages) => ({
  status: 200,
  body: {
    results: messages.map(({ items }) => ({ items: items.map(() => applied), commands: [] })),
  },
});

/** A sender, its spool, and a fake platform with the given responses. */
function createScene(platform: Platform = takes) {
  const spool = createMemorySpool(5_000);
  const requests: TelemetryMessage[][] = [];
  const said: AgentEvent[] = [];
  const aside: string[] = [];
  const ahead: number[] = [];
  const commands: unknown[] = [];
  let answers = platform;
  const sender = createSender({
    server: 'https://rooms.example',
    device: 'mtr-01',
    agent: '1.0.0',
    key: () => 'rpm_secret',
    spool: { ...spool, quarantine: (_, reason) => aside.push(reason) },
    now,
    random: () => 0.5,
    beatEveryMs: 300_000,
    requestsPerSecond: 2,
    onEvent: (event) => said.push(event),
    onCommands: (some) => commands.push(...some),
    onServerClock: (ms) => ahead.push(ms),
    fetch: async (_, init) => {
      const messages = read(init);
      requests.push(messages);
      const { status, body = {}, headers = {} } = answers(messages);
      return {
        status,
        headers: { get: (name) => headers[name] ?? null },
        text: async () => (typeof body === 'string' ? body : JSON.stringify(body)),
      };
    },
  });
  return {
    spool,
    sender,
    requests,
    said,
    aside,
    ahead,
    commands,
    answer(next: Platform) {
      answers = next;
    },
    observe(n: number, bytes = 0) {
      const event = { n, padding: 'x'.repeat(bytes) };
      spool.append([{ form: 'mtr-event', observedAt: now().toISOString(), event }]);
    },
    beat: () => sender.beat({ form: 'device', observedAt: now().toISOString(), osVersion: '10.0' }),
    send: () => sender.sendOnce(never),
    async sendAll(most = 50) {
      for (let sent = 0; sender.hasWork() && sent < most; sent += 1) await sender.sendOnce(never);
    },
  };
}

function read({ body, headers }: FetchInit): TelemetryMessage[] {
  const isCompressed = headers['content-encoding'] === 'gzip';
  const text = typeof body === 'string' ? body : gunzipSync(body ?? '').toString();
  expect(isCompressed).toBe(typeof body !== 'string');
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(256 * 1024);
  return JSON.parse(text).messages;
}

const seqs = (messages: readonly TelemetryMessage[]) => messages.map(({ seq }) => seq);

describe('what is sent', () => {
  it('goes in order, at most 100 messages and 256 kB at once, with the heartbeat last', async () => {
    const scene = createScene();
    for (let n = 1; n <= 230; n += 1) scene.observe(n);
    for (let n = 231; n <= 235; n += 1) scene.observe(n, 90_000);
    scene.beat();
    await scene.sendAll();
    expect(seqs(scene.requests.flat()).filter((seq) => seq <= 235)).toEqual(
      Array.from({ length: 235 }, (_, index) => index + 1),
    );
    expect(scene.requests.map((messages) => messages.length)).toEqual([99, 99, 34, 2, 2]);
    expect(scene.requests.at(-1)?.at(-1)?.items).toMatchObject([{ form: 'device' }]);
  });

  it('has the time of sending and ascending numbers, regardless of how long it waited', async () => {
    const scene = createScene(() => ({ status: 503 }));
    const observedAt: string[] = [];
    for (let n = 1; n <= 150; n += 1) {
      if (n === 10) scene.beat();
      observedAt.push(now().toISOString());
      scene.observe(n);
      nowMs += 60_000;
    }
    await scene.send();
    scene.answer(takes);
    scene.requests.length = 0;
    const sentAt: string[] = [];
    while (scene.sender.hasWork()) {
      nowMs += 1_000;
      sentAt.push(now().toISOString());
      await scene.send();
      // An event observed during the catch-up follows the backlog.
      if (scene.requests.length === 1) scene.observe(151);
    }
    expect(scene.requests.map((some) => new Set(some.map((one) => one.sentAt)))).toEqual(
      sentAt.map((at) => new Set([at])),
    );
    const sent = scene.requests.flat();
    const ascending = seqs(sent).toSorted((one, other) => one - other);
    expect(seqs(sent)).toEqual([...new Set(ascending)]);
    const events = sent.filter(({ seq }) => seq <= 150).map(({ items }) => items[0]);
    expect(events).toMatchObject(observedAt.map((at) => ({ observedAt: at })));
  });

  it('a heartbeat keeps its number in a retry, unless a message was stored since', async () => {
    const scene = createScene(() => ({ status: 503 }));
    scene.beat();
    await scene.send();
    await scene.send();
    scene.observe(1);
    await scene.send();
    expect(scene.requests.map(seqs)).toEqual([[1], [1], [2, 3]]);
  });

  it('is paced while a backlog exists', async () => {
    const scene = createScene();
    scene.observe(1);
    expect(await scene.send()).toBe(625);
  });

  it('receives the platform’s clock and its commands', async () => {
    const command = { id: 'c1', command: 'restartApp', expiresAt: '2026-11-22T09:00:00Z' };
    const scene = createScene(() => ({
      status: 200,
      body: { results: [{ items: [applied], commands: [command] }] },
      headers: { date: 'Sun, 22 Nov 2026 08:10:00 GMT' },
    }));
    scene.observe(1);
    await scene.send();
    expect(scene.ahead).toEqual([600_000]);
    expect(scene.commands).toEqual([command]);
  });
});

describe('what is refused', () => {
  it('too large: halves, and quarantines a single message that is too large', async () => {
    const scene = createScene((messages) =>
      messages.some(({ seq }) => seq === 6) ? { status: 413 } : takes(messages),
    );
    for (let n = 1; n <= 12; n += 1) scene.observe(n);
    scene.beat();
    await scene.sendAll();
    expect(scene.spool.state().waiting).toBe(0);
    expect(scene.aside).toHaveLength(1);
    const arrived = new Set(
      scene.requests.filter((messages) => !seqs(messages).includes(6)).flatMap(seqs),
    );
    expect([...arrived].sort((one, other) => one - other)).toEqual([
      1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13,
    ]);
  });

  it('unreadable: quarantines one message, which blocks no other', async () => {
    const refusal = { error: { code: 'messageUnreadable', sentence: 'No device has this name.' } };
    const scene = createScene((messages) =>
      messages.some(({ seq }) => seq === 3) ? { status: 400, body: refusal } : takes(messages),
    );
    for (let n = 1; n <= 5; n += 1) scene.observe(n);
    await scene.sendAll();
    expect(scene.aside).toEqual(['No device has this name.']);
    expect(scene.spool.state().waiting).toBe(0);
  });

  it('quarantines a rejected message or item of an accepted request', async () => {
    const scene = createScene(() => ({
      status: 200,
      body: {
        results: [
          { rejected: { reason: 'Not this one.', pointer: '' }, items: [], commands: [] },
          { items: [{ verdict: 'rejected', reason: 'Not this item.' }], commands: [] },
        ],
      },
    }));
    scene.observe(1);
    scene.observe(2);
    await scene.send();
    expect(scene.aside).toEqual(['Not this one.', 'Not this item.']);
    expect(scene.spool.state().waiting).toBe(0);
  });

  it.each([401, 403])(
    'the key (%i): keeps everything, says so, and asks slowly',
    async (status) => {
      const scene = createScene(() => ({ status }));
      scene.observe(1);
      expect(await scene.send()).toBeGreaterThanOrEqual(300_000);
      expect(scene.said).toEqual(['telemetry.keyRefused']);
      expect(scene.spool.state().waiting).toBe(1);
    },
  );

  it('retries a single heartbeat with growing pauses', async () => {
    const scene = createScene(() => ({ status: 400 }));
    scene.beat();
    const pacing = [];
    for (let n = 0; n < 6; n += 1) pacing.push(await scene.send());
    expect(pacing).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000]);
  });
});

describe('no confirmation', () => {
  const faults: readonly (readonly [string, Reply])[] = [
    ['trouble', { status: 503 }],
    ['a page of another server', { status: 200, body: '<html>' }],
    ['fewer results than messages', { status: 200, body: { results: [] } }],
    ['a redirection', { status: 302 }],
    ['no such place', { status: 404 }],
  ];
  it.each(faults)('%s: all messages stay, and the pauses grow', async (_, reply) => {
    const scene = createScene(() => reply);
    scene.observe(1);
    expect([await scene.send(), await scene.send(), await scene.send()]).toEqual([
      500, 1_000, 2_000,
    ]);
    expect(scene.spool.state().waiting).toBe(1);
    scene.answer(takes);
    await scene.sendAll();
    expect(scene.spool.state().waiting).toBe(0);
  });

  it('waits as long as requested, plus a random time', async () => {
    const scene = createScene(() => ({ status: 429, headers: { 'retry-after': '60' } }));
    scene.observe(1);
    expect(await scene.send()).toBe(75_000);
  });

  it.each([429, 503])(
    'keeps all messages after a request to wait (%i), retries once per pause, and then sends in order',
    async (status) => {
      const scene = createScene(() => ({
        status,
        headers: { 'retry-after': '600' },
        body: { error: { code: 'tooMany', sentence: 'This device sends too much.' } },
      }));
      for (let n = 1; n <= 3; n += 1) scene.observe(n);
      scene.beat();
      expect([await scene.send(), await scene.send()]).toEqual([615_000, 615_000]);
      expect([scene.spool.state().waiting, scene.aside, scene.requests.length]).toEqual([3, [], 2]);
      expect(scene.said).toEqual(['telemetry.deferred', 'telemetry.deferred']);
      scene.answer(takes);
      await scene.send();
      expect(seqs(scene.requests.at(-1) ?? [])).toEqual([1, 2, 3, 4]);
      expect(scene.spool.state().waiting).toBe(0);
    },
  );

  it.each(['0', '-5', 'soon', 'Sun, 22 Nov 2020 08:00:00 GMT'])(
    'is not made faster by the Retry-After value «%s»',
    async (wait) => {
      const scene = createScene(() => ({ status: 429, headers: { 'retry-after': wait } }));
      scene.observe(1);
      for (let n = 0; n < 4; n += 1) await scene.send();
      expect(await scene.send()).toBeGreaterThanOrEqual(8_000);
    },
  );
});

it('ignores results beyond the number of items', async () => {
  const rejected = { verdict: 'rejected', reason: 'Not this item.' };
  const scene = createScene((messages) => ({
    status: 200,
    body: { results: messages.map(() => ({ items: Array(5_000).fill(rejected), commands: [] })) },
  }));
  scene.observe(1);
  await scene.send();
  expect(scene.aside).toEqual(['Not this item.']);
  expect(scene.spool.state().waiting).toBe(0);
});
