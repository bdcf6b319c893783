import { instantAfter } from '@rooms-pro/core';
import { aProfile } from '@rooms-pro/testing/builders';
import { expect, it } from 'vitest';
import { registerRoom } from '../devices/registerRoom.ts';
import { createTestEnv, message, minutes, reading, roomOf } from '../testEnv.suite.ts';

async function world() {
  const made = await createTestEnv();
  const by = { kind: 'platform' } as const;
  await registerRoom(made, { profile: aProfile(), device: 'dev-1', enrol: true, by });
  return made;
}

it('a clock that is ahead and then put right loses no fault', async () => {
  const here = await world();
  const ahead = instantAfter(here.now(), minutes(4));
  await here.send(
    message(here, 'dev-1', reading(here, 'camera', 'healthy', { observedAt: ahead })),
  );
  here.pass(minutes(1));
  const { body } = await here.send(message(here, 'dev-1', reading(here, 'camera', 'unhealthy')));
  expect(body.results[0]?.items).toEqual([{ verdict: 'applied' }]);
  expect((await roomOf(here, 'dev-1')).signals.camera?.state).toBe('unhealthy');
});

it('keeps the order of what such a clock says at once', async () => {
  const here = await world();
  const at = (ms: number) => ({ observedAt: instantAfter(here.now(), minutes(2) + ms) });
  const { body } = await here.send(
    message(
      here,
      'dev-1',
      reading(here, 'camera', 'unhealthy', at(0)),
      reading(here, 'camera', 'healthy', at(5)),
    ),
  );
  expect(body.results[0]?.items).toEqual([{ verdict: 'applied' }, { verdict: 'applied' }]);
  const { camera } = (await roomOf(here, 'dev-1')).signals;
  expect(camera).toMatchObject({ state: 'healthy', observedAt: here.now() });
});

it('readings older than a month are refused, and say why', async () => {
  const here = await world();
  const old = { observedAt: '1970-01-01T00:00:00.000Z' };
  const { body } = await here.send(
    message(here, 'dev-1', reading(here, 'camera', 'unhealthy', old)),
  );
  expect(body.results[0]?.items).toMatchObject([
    { verdict: 'rejected', pointer: '/observedAt', reason: expect.stringContaining('31 days') },
  ]);
});
