import { gzipSync } from 'node:zlib';
import type { RoomId } from '@rooms-pro/core';
import { listDeadLetters, StoreError } from '@rooms-pro/store';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestEnv, roomOf, startedAt, type TestEnv } from '../testEnv.suite.ts';
import { createEventsHandler, type EventsHandler } from './handleEvents.ts';

let world: TestEnv;
let take: EventsHandler;
beforeEach(async () => {
  world = await createTestEnv();
  take = createEventsHandler(world);
});
afterEach(() => world.store.close());

const message = (device: string) => ({
  device,
  sentAt: startedAt,
  seq: 1,
  items: [{ form: 'reading', signal: 'camera', state: 'healthy', observedAt: startedAt }],
});

/** The lines about what could not be taken, as they are written. */
const failures = () =>
  world.logged
    .filter(({ event }) => event === 'telemetry.failed')
    .map(({ line }): unknown => JSON.parse(line));

async function devices(): Promise<number> {
  let count = 0;
  for await (const _ of world.store.rooms()) count += 1;
  return count;
}

it('takes messages alone, together, and as text; what is none is set aside and counted', async () => {
  const events = [
    message('dev-1'),
    { messages: [message('dev-2'), { device: 'dev-3' }] },
    JSON.stringify(message('dev-4')),
    'no JSON',
    null,
    42,
  ];
  await take(events, 'c-1');
  expect(await devices()).toBe(3);
  const aside = await listDeadLetters(world.store);
  expect(aside.map(({ device, pointer, times }) => [device, pointer, times]).toSorted()).toEqual([
    ['', '', 1],
    ['', '', 2],
    ['dev-3', '/messages/1/sentAt', 1],
  ]);
  expect(aside.find(({ device }) => device === 'dev-3')?.text).toContain('"dev-2"');
  const logged = world.logged.filter(({ event }) => event === 'telemetry.setAside');
  expect(logged.map(({ line }) => JSON.parse(line))).toMatchObject([{ messages: 4, dropped: 0 }]);
});

it('sets aside what is nested too deeply to be written down, and takes what is behind it', async () => {
  const depth = 20_000;
  const deep: unknown = JSON.parse('['.repeat(depth) + ']'.repeat(depth));
  const within = { ...message('dev-2'), items: [deep] };
  await take([deep, within, message('dev-1')], 'c-1');
  expect(await devices()).toBe(1);
  expect(await listDeadLetters(world.store)).toMatchObject([{ device: '', times: 2, text: '' }]);
});

it('sets aside the one message that breaks us, and takes those before and behind it', async () => {
  await take([message('dev-2')], 'c-0');
  const poisonRoom = (await roomOf(world, 'dev-2')).id;
  const poisoned = {
    ...world,
    lastSeen: {
      ...world.lastSeen,
      // A bug as there may be one: it shows only for what one device says.
      heard(roomId: RoomId, at: string) {
        if (roomId === poisonRoom) throw new TypeError('x is not a function');
        world.lastSeen.heard(roomId, at);
      },
    },
  };
  await createEventsHandler(poisoned)(
    [message('dev-1'), message('dev-2'), message('dev-3')],
    'c-1',
  );
  expect(await devices()).toBe(3);
  expect(await listDeadLetters(world.store)).toMatchObject([{ device: 'dev-2', times: 1 }]);
});

it('sets aside what makes a room too large to be stored, instead of asking for it for ever', async () => {
  world.border.breakAt((method) => method === 'transact', new StoreError('tooLarge', 'Too large.'));
  await take([message('dev-1')], 'c-1');
  expect(await listDeadLetters(world.store)).toMatchObject([{ device: 'dev-1', times: 1 }]);
});

it('confirms nothing while it cannot set aside', async () => {
  world.border.breakAt((method) => method === 'putDocument');
  await expect(take(['no JSON'], 'c-1')).rejects.toMatchObject({
    code: 'unavailable',
    retryable: true,
  });
  world.border.breakAt(() => false);
  await take(['no JSON'], 'c-1');
  expect(await listDeadLetters(world.store)).toMatchObject([{ times: 1, text: 'no JSON' }]);
});

it.each(['throttled', 'contended', 'denied', 'missing', 'closed'] as const)(
  'asks for the batch again when the store fails with %s, and loses nothing',
  async (code) => {
    world.border.breakAt((method) => method === 'transact', new StoreError(code, 'Not now.'));
    await expect(take([message('dev-1')], 'c-1')).rejects.toMatchObject({ code });
    world.border.breakAt(() => false);
    expect(await listDeadLetters(world.store)).toEqual([]);
    await take([message('dev-1')], 'c-2');
    expect(await devices()).toBe(1);
  },
);

it('never asks for a batch again because of a bug in a commit: the message is set aside', async () => {
  const bug = new TypeError('room.signals is undefined');
  world.border.breakAt((method) => method === 'transact', bug);
  await take([message('dev-1')], 'c-1');
  expect(await listDeadLetters(world.store)).toMatchObject([
    { device: 'dev-1', times: 1, reason: expect.stringContaining('a fault of ours') },
  ]);
  expect(failures()).toMatchObject([
    { level: 50, correlationId: 'c-1', err: { stack: expect.stringContaining(bug.message) } },
  ]);
});

it('never asks for a batch again because of a bug while it is read: the event is set aside', async () => {
  const bytes = new Proxy(new Uint8Array(8), {
    get(target, name) {
      if (name === 'byteLength' || name === 'length') throw new TypeError('x is undefined');
      return Reflect.get(target, name);
    },
  });
  await take([bytes, message('dev-1')], 'c-1');
  expect(await devices()).toBe(1);
  expect(failures()).toMatchObject([{ err: { stack: expect.stringContaining('x is undefined') } }]);
  expect(await listDeadLetters(world.store)).toMatchObject([
    { device: '', times: 1, reason: expect.stringContaining('a fault of ours') },
  ]);
});

it('never asks for a batch again because what it sets aside cannot be kept for a bug', async () => {
  world.border.breakAt((method) => method === 'putDocument', new TypeError('x is undefined'));
  await take(['no JSON'], 'c-1');
  expect(failures()).toMatchObject([{ level: 50, correlationId: 'c-1' }]);
});

it('asks for the batch again when the store does not answer, and then takes it', async () => {
  world.border.breakAt(() => true);
  await expect(take([message('dev-1')], 'c-1')).rejects.toMatchObject({
    code: 'unavailable',
    retryable: true,
  });
  world.border.breakAt(() => false);
  await take([message('dev-1')], 'c-1');
  expect(await devices()).toBe(1);
});

it.each([
  ['one message that is no list', message('dev-1')],
  ['its text', JSON.stringify(message('dev-1'))],
  ['its bytes', Buffer.from(JSON.stringify(message('dev-1')))],
  ['its bytes packed', gzipSync(JSON.stringify(message('dev-1')))],
])('takes %s, alone and in a list', async (_, event) => {
  await take(event, 'c-1');
  await take([event], 'c-2');
  expect(await devices()).toBe(1);
  expect(await listDeadLetters(world.store)).toEqual([]);
});

it.each([
  ['nothing', undefined],
  ['null', null],
  ['a number', 7],
  ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x80])],
  ['gzip that is broken', gzipSync('{}').subarray(0, 8)],
  ['gzip that unpacks to more than the limit', gzipSync(Buffer.alloc(300 * 1024, 32))],
  ['more bytes than the limit', Buffer.alloc(300 * 1024, 32)],
  ['a function', () => {}],
])('sets %s aside, and takes what is behind it', async (_, event) => {
  await take(event, 'c-1');
  await take([event, message('dev-1')], 'c-2');
  expect(await devices()).toBe(1);
  expect(await listDeadLetters(world.store)).toMatchObject([{ times: 2 }]);
});
