import { aProfile } from '@rooms-pro/testing/builders';
import { expect, it } from 'vitest';
import { registerRoom } from '../devices/registerRoom.ts';
import {
  createTestEnv,
  message,
  minutes,
  reading,
  roomOf,
  type TestEnv,
} from '../testEnv.suite.ts';

const device = (world: TestEnv, inMeeting: boolean) => ({
  form: 'device',
  observedAt: world.now(),
  inMeeting,
  appVersion: '5.3.111.0',
});

async function commandsOf(world: TestEnv, ...items: unknown[]) {
  const { body } = await world.send(message(world, 'dev-1', ...items));
  return body.results[0];
}

it('the answer carries the command until its result arrives, which the history keeps', async () => {
  const world = await createTestEnv();
  await registerRoom(world, {
    profile: aProfile(),
    device: 'dev-1',
    enrol: true,
    by: { kind: 'platform' },
  });
  const sweep = world.sweep();
  const unhealthy = reading(world, 'meeting-app', 'unhealthy');
  expect((await commandsOf(world, device(world, true), unhealthy))?.commands).toEqual([]);
  world.pass(minutes(10));
  await sweep();
  expect((await commandsOf(world, device(world, true)))?.commands).toEqual([]);
  world.pass(minutes(1));
  const [first] = (await commandsOf(world, device(world, false)))?.commands ?? [];
  expect(first).toMatchObject({ command: 'restartApp', expiresAt: expect.any(String) });
  world.pass(minutes(1));
  expect((await commandsOf(world))?.commands).toEqual([first]);

  const result = { form: 'command-result', id: first?.id, outcome: 'failed', detail: 'No rights' };
  const told = await commandsOf(world, { ...result, observedAt: world.now() });
  expect(told).toMatchObject({ items: [{ verdict: 'applied' }], commands: [] });
  const again = await commandsOf(world, { ...result, observedAt: world.now() });
  expect(again?.items).toEqual([{ verdict: 'duplicate' }]);
  const { ticket } = (await roomOf(world, 'dev-1')).signals['meeting-app'] ?? {};
  expect(ticket?.attempts).toMatchObject([{ outcome: 'failed', detail: 'No rights' }]);
});
