import { defaultRules } from '@rooms-pro/core';
import { openRuleRepository, openSqliteStore } from '@rooms-pro/store';
import { aProfile } from '@rooms-pro/testing/builders';
import { expect, it } from 'vitest';
import { registerRoom } from '../devices/registerRoom.ts';
import { createTestEnv, message, minutes, reading, roomOf } from '../testEnv.suite.ts';
import { createSweep } from './sweep.ts';

const profile = aProfile({ groups: ['board'] });

it('settings for a room group take effect on waiting faults, without a restart', async () => {
  const store = openSqliteStore({ file: ':memory:' });
  const ruleRepository = openRuleRepository(store, { base: defaultRules, pace: 1 });
  const world = await createTestEnv({ store, rules: ruleRepository.rules });
  await registerRoom(world, { profile, device: 'dev-1', enrol: true, by: { kind: 'platform' } });
  const sweep = createSweep({ ...world, listeningSince: world.now(), ruleRepository });
  await world.send(message(world, 'dev-1', reading(world, 'bluetooth', 'unhealthy')));
  world.pass(minutes(1));
  await sweep();
  expect((await roomOf(world, 'dev-1')).signals.bluetooth?.ticket).toBeNull();

  // Another process stores the settings; this process loads them in its next sweep.
  const elsewhere = openRuleRepository(store, { base: defaultRules, pace: 1 });
  const soon = { rules: { bluetooth: { opensAfterMs: 0, severity: 'important' } } } as const;
  await elsewhere.put({ deployment: {}, groups: { board: soon } }, null);
  await sweep();
  expect((await roomOf(world, 'dev-1')).signals.bluetooth?.ticket).toMatchObject({
    severity: 'important',
    reason: { ruleVersion: `${defaultRules.version}+1 (board)` },
  });
});

it('a rule that is switched off closes its incidents in the next sweep', async () => {
  const store = openSqliteStore({ file: ':memory:' });
  const ruleRepository = openRuleRepository(store, { base: defaultRules, pace: 1 });
  const world = await createTestEnv({ store, rules: ruleRepository.rules });
  await registerRoom(world, { profile, device: 'dev-1', enrol: true, by: { kind: 'platform' } });
  const sweep = createSweep({ ...world, listeningSince: world.now(), ruleRepository });
  await world.send(message(world, 'dev-1', reading(world, 'camera', 'unhealthy')));
  world.pass(minutes(5));
  await sweep();
  expect((await roomOf(world, 'dev-1')).signals.camera?.ticket?.status).toBe('needsAction');

  await ruleRepository.put(
    { deployment: { rules: { camera: { isOn: false } } }, groups: {} },
    null,
  );
  await sweep();
  expect((await roomOf(world, 'dev-1')).signals.camera?.ticket).toMatchObject({
    status: 'resolved',
    resolvedBecause: 'The rule of this signal was switched off.',
  });
});
