/** Two instances of ingest with memories of their own on one account, on the same rooms. */
import type { Change, RoomEvent } from '@rooms-pro/core';
import { registerRoom } from '@rooms-pro/ingest';
import { createMultiProcessStore, openCosmosStore } from '@rooms-pro/store';
import { aProfile } from '@rooms-pro/testing/builders';
import { createManualClock, type ManualClock } from '@rooms-pro/testing/clock';
import { type FakeCosmos, startFakeCosmos } from '@rooms-pro/testing/cosmos';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  createTestEnv,
  message,
  minutes,
  reading,
  roomOf,
  type TestEnv,
} from '../ingest/src/testEnv.suite.ts';
import { onFakeCosmos } from '../store/src/cosmos/cosmosTrial.suite.ts';

type Instance = TestEnv & { readonly clock: ManualClock; readonly catchUp: () => Promise<number> };

let fakeCosmos: FakeCosmos;
let one: Instance;
let other: Instance;
let ends: (() => Promise<void>)[];
beforeEach(async () => {
  fakeCosmos = await startFakeCosmos();
  ends = [];
  one = await openInstance();
  other = await openInstance();
});
afterEach(async () => {
  for (const end of ends) await end();
  await fakeCosmos.stop();
  expect(fakeCosmos.offences).toEqual([]);
});

/** An instance; it looks at the feed when a test says so. */
async function openInstance(): Promise<Instance> {
  const clock = createManualClock();
  const store = await createMultiProcessStore(
    await openCosmosStore(onFakeCosmos(fakeCosmos)),
    clock,
  );
  const world = await createTestEnv({ store });
  ends.push(() => store.close());
  return { ...world, clock, catchUp: store.catchUp };
}

function pass(ms: number): void {
  for (const { pass } of [one, other]) pass(ms);
}

const enrol = (device: string) =>
  registerRoom(one, {
    device,
    enrol: true,
    by: { kind: 'platform' },
    profile: aProfile({ name: `Room of ${device}`, building: `Building of ${device}` }),
  });

async function tell(instance: Instance, device: string, state: string, signal = 'camera') {
  const told = message(instance, device, reading(instance, signal, state, { detail: 'Gone' }));
  const { status } = await instance.send(told);
  expect(status).toBe(200);
}

async function historyOf(device: string): Promise<readonly RoomEvent[]> {
  const { id } = await roomOf(one, device);
  return one.store.history(id, { limit: 500 });
}

const changesIn = (events: readonly RoomEvent[], type: Change['type']) =>
  events.flatMap(({ changes }) => changes).filter((change) => change.type === type);

it('apply a recovery that one sees after a failure that the other saw', async () => {
  await enrol('dev-1');
  await tell(one, 'dev-1', 'healthy');
  pass(minutes(1));
  await other.catchUp();
  await tell(other, 'dev-1', 'healthy');
  const sweep = one.sweep();
  await tell(one, 'dev-1', 'unhealthy');
  pass(minutes(5));
  expect((await sweep()).ticked).toBe(1);
  await other.catchUp();
  await tell(other, 'dev-1', 'healthy');
  const { signals } = await roomOf(one, 'dev-1');
  expect(signals.camera).toMatchObject({ state: 'healthy', ticket: { status: 'resolved' } });
});

it('answer nothing from memory while the feed was not heard for two seconds', async () => {
  await enrol('dev-1');
  await tell(one, 'dev-1', 'healthy');
  await other.catchUp();
  pass(minutes(1));
  await tell(other, 'dev-1', 'healthy');
  pass(minutes(1));
  await tell(other, 'dev-1', 'healthy');
  // From here on the feed fails for the other: it is not told of the failure.
  fakeCosmos.control.fault = (kind) => (kind === 'feed' ? { kind: 'status', status: 403 } : null);
  await tell(one, 'dev-1', 'unhealthy');
  await other.clock.run(2_500);
  pass(minutes(1));
  await tell(other, 'dev-1', 'healthy');
  expect((await roomOf(one, 'dev-1')).signals.camera?.state).toBe('healthy');
  fakeCosmos.control.fault = null;
});

it('miss within that time no more than one beat: the next one heals it', async () => {
  await enrol('dev-1');
  await tell(one, 'dev-1', 'healthy');
  await other.catchUp();
  pass(minutes(1));
  await tell(other, 'dev-1', 'healthy');
  pass(minutes(1));
  await tell(one, 'dev-1', 'unhealthy');
  pass(1_000);
  await tell(other, 'dev-1', 'healthy');
  expect((await roomOf(one, 'dev-1')).signals.camera?.state).toBe('unhealthy');
  await other.catchUp();
  pass(minutes(5));
  await tell(other, 'dev-1', 'healthy');
  expect((await roomOf(one, 'dev-1')).signals.camera?.state).toBe('healthy');
});

it('open one ticket for what both see and both sweep', async () => {
  const devices = Array.from({ length: 30 }, (_, n) => `dev-${n}`);
  for (const device of devices) await enrol(device);
  await other.catchUp();
  const sweeps = [one.sweep(), other.sweep()];
  for (const device of devices) {
    await Promise.all([one, other].map((instance) => tell(instance, device, 'unhealthy')));
  }
  await Promise.all([one.catchUp(), other.catchUp()]);
  pass(minutes(5));
  await Promise.all(sweeps.map((sweep) => sweep()));
  for (const device of devices) {
    const events = await historyOf(device);
    expect(changesIn(events, 'reading.changed')).toHaveLength(1);
    expect(changesIn(events, 'incident.opened')).toHaveLength(1);
    expect((await roomOf(one, device)).ticketCount).toBe(1);
  }
});

it('apply each of 1,000 transitions once and in order, whoever is told', async () => {
  const devices = Array.from({ length: 20 }, (_, n) => `dev-${n}`);
  for (const device of devices) await enrol(device);
  const rounds = 25;
  for (let round = 0; round < rounds; round += 1) {
    await Promise.all([one.catchUp(), other.catchUp()]);
    pass(minutes(1));
    const state = round % 2 === 0 ? 'unhealthy' : 'healthy';
    const [camera, speaker] = round % 3 === 0 ? [one, other] : [other, one];
    // At the same time, so that every other commit loses a race first.
    const told = devices.flatMap((device) => [
      tell(camera, device, state),
      tell(speaker, device, state, 'conference-speaker'),
    ]);
    await Promise.all(told);
  }
  let transitions = 0;
  for (const device of devices) {
    const events = (await historyOf(device)).toReversed();
    expect(events.map(({ revision }) => revision)).toEqual(events.map((_, n) => n + 1));
    for (const signal of ['camera', 'conference-speaker'] as const) {
      const states = changesIn(events, 'reading.changed').flatMap((change) =>
        change.type === 'reading.changed' && change.signal === signal ? [change.after] : [],
      );
      const expected = Array.from({ length: rounds }, (_, n) => n % 2 === 0);
      expect(states.map((state) => state === 'unhealthy')).toEqual(expected);
      transitions += states.length;
    }
  }
  expect(transitions).toBe(1_000);
}, 60_000);
