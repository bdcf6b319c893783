import { defaultRules } from '@rooms-pro/core';
import { openRuleRepository, openSqliteStore } from '@rooms-pro/store';
import { aProfile } from '@rooms-pro/testing/builders';
import { expect, it } from 'vitest';
import { registerRoom } from '../devices/registerRoom.ts';
import { createTestEnv, message, minutes, reading, roomOf } from '../testEnv.suite.ts';
import { createSweep } from './sweep.ts';

const profile = aProfile({ groups: ['board'] });

it('settings for a room group take effect on what is waiting already, without a restart', async () => {
  const store = openSqliteStore({ file: ':memory:' });
  const ruleBook = openRuleRepository(store, { base: defaultRules, pace: 1 });
  const world = await createTestEnv({ store, rules: ruleBook.rules });
  await registerRoom(world, { profile, device: 'dev-1', enrol: true, by: { kind: 'platform' } });
  const sweep = createSweep({ ...world, listeningSince: world.now(), ruleBook });
  await world.send(message(world, 'dev-1', reading(world, 'bluetooth', 'unhealthy')));
  world.pass(minutes(1));
  await sweep();
  expect((await roomOf(world, 'dev-1')).signals.bluetooth?.ticket).toBeNull();

  // Another process puts the settings; this one learns of it with its next sweep.
  const elsewhere = openRuleRepository(store, { base: defaultRules, pace: 1 });
  const soon = { rules: { bluetooth: { opensAfterMs: 0, severity: 'important' } } } as const;
  await elsewhere.put({ deployment: {}, groups: { board: soon } }, null);
  await sweep();
  expect((await roomOf(world, 'dev-1')).signals.bluetooth?.ticket).toMatchObject({
    severity: 'important',
    reason: { ruleVersion: `${defaultRules.version}+1 (board)` },
  });
});

it('a rule that is switched off ends what it had opened, with the next sweep', async () => {
  const store = openSqliteStore({ file: ':memory:' });
  const ruleBook = openRuleRepository(store, { base: defaultRules, pace: 1 });
  const world = await createTestEnv({ store, rules: ruleBook.rules });
  await registerRoom(world, { profile, device: 'dev-1', enrol: true, by: { kind: 'platform' } });
  const sweep = createSweep({ ...world, listeningSince: world.now(), ruleBook });
  await world.send(message(world, 'dev-1', reading(world, 'camera', 'unhealthy')));
  world.pass(minutes(5));
  await sweep();
  expect((await roomOf(world, 'dev-1')).signals.camera?.ticket?.status).toBe('needsAction');

  await ruleBook.put({ deployment: { rules: { camera: { isOn: false } } }, groups: {} }, null);
  await sweep();
  expect((await roomOf(world, 'dev-1')).signals.camera?.ticket).toMatchObject({
    status: 'resolved',
    resolvedBecause: 'The rule of this signal was switched off.',
  });
});
