/** A gateway makes as many rooms in an hour as it may; the rest waits, is shown, and comes in later. */
import { issueKey, listDeadLetters, listNewRooms } from '@rooms-pro/store';
import { expect, it } from 'vitest';
import { createEventsHandler } from '../events/handleEvents.ts';
import { createTestEnv, message, minutes, type TestEnv } from '../testEnv.suite.ts';
import { defaultQuotas } from './quotas.ts';

const devices = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) => `dev-${first + index}`);
const sendAll = (world: TestEnv, names: readonly string[], as?: string) =>
  world.send({ messages: names.map((name) => message(world, name)) }, as);

async function roomCount(world: TestEnv): Promise<number> {
  let count = 0;
  for await (const _ of world.store.rooms()) count += 1;
  return count;
}
const waiting = async (world: TestEnv) =>
  (await listNewRooms(world.store, world.now())).devices.map(({ device }) => device);

it('five hundred new rooms an hour are made by default, of however many that one gateway names', async () => {
  const world = await createTestEnv(defaultQuotas);
  for (let first = 0; first < 600; first += 100) await sendAll(world, devices(first, 100));
  expect(await roomCount(world)).toBe(500);
  expect(await waiting(world)).toEqual(devices(500, 100));
}, 60_000);

it('those beyond wait with a reason, those known are taken, and the next hour takes the rest', async () => {
  const world = await createTestEnv({ newRoomsPerHour: 2 });
  const first = await sendAll(world, devices(1, 3));
  expect(first.status).toBe(200);
  expect(first.body.results.map(({ rejected }) => rejected?.pointer)).toEqual([
    undefined,
    undefined,
    '/device',
  ]);
  const alone = await sendAll(world, ['dev-3']);
  expect([alone.status, alone.headers['Retry-After']]).toEqual([429, '600']);
  expect(alone.body.results[0]?.rejected?.reason).toContain('waits');
  expect(await waiting(world)).toEqual(['dev-3']);
  // What is known is heard as ever, in the same request and alone.
  const mixed = await sendAll(world, ['dev-1', 'dev-3']);
  expect(mixed.body.results.map((one) => one.rejected === undefined)).toEqual([true, false]);
  world.pass(minutes(60));
  expect((await sendAll(world, ['dev-3'])).status).toBe(200);
  expect([await roomCount(world), await waiting(world)]).toEqual([3, []]);
});

it('the count is that of each gateway, of all processes, and stays over a restart', async () => {
  const world = await createTestEnv({ newRoomsPerHour: 2 });
  await sendAll(world, devices(1, 2));
  const other = await issueKey(world.store, { kind: 'gateway', name: 'other' }, world.now());
  const restarted = await createTestEnv({ newRoomsPerHour: 2, store: world.store });
  expect((await sendAll(restarted, ['dev-3'], world.gatewayKey)).status).toBe(429);
  expect((await sendAll(restarted, ['dev-4'], other.key)).status).toBe(200);
  const device = await issueKey(world.store, { kind: 'device', device: 'dev-5' }, world.now());
  expect((await sendAll(restarted, ['dev-5'], device.key)).status).toBe(200);
});

it('events are no way around it: what waits is set aside with its reason', async () => {
  const world = await createTestEnv({ newRoomsPerHour: 1 });
  await createEventsHandler(world)([message(world, 'dev-1'), message(world, 'dev-2')], 'c-1');
  expect(await roomCount(world)).toBe(1);
  expect(await listDeadLetters(world.store)).toMatchObject([
    { device: 'dev-2', pointer: '/device' },
  ]);
});

it('a device that sends on is written once in ten minutes, and the list stays bounded', async () => {
  const world = await createTestEnv({ newRoomsPerHour: 1 });
  for (let first = 0; first < 400; first += 100) await sendAll(world, devices(first, 100));
  const { devices: listed, isCut } = await listNewRooms(world.store, world.now());
  expect([listed.length, isCut]).toEqual([200, true]);
  world.border.calls.length = 0;
  await sendAll(world, devices(1, 100));
  expect(world.border.calls.filter((call) => call === 'putDocument')).toEqual([]);
});
