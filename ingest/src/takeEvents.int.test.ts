import { afterEach, beforeEach, expect, it } from 'vitest';
import { StoreUnavailable } from './atStore.ts';
import { createTakeEvents, type TakeEvents } from './takeEvents.ts';
import { createWorld, startedAt, type World } from './testWorld.ts';

let world: World;
let take: TakeEvents;
beforeEach(async () => {
  world = await createWorld();
  take = createTakeEvents(world);
});
afterEach(() => world.store.close());

const message = (device: string) => ({
  device,
  sentAt: startedAt,
  seq: 1,
  items: [{ form: 'reading', signal: 'camera', state: 'healthy', observedAt: startedAt }],
});

async function devices(): Promise<number> {
  let count = 0;
  for await (const _ of world.store.rooms()) count += 1;
  return count;
}

it('takes messages alone, together, and as text; what is none is passed over and logged', async () => {
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
  expect(world.logged.filter(({ event }) => event === 'telemetry.refused')).toHaveLength(1);
});

it('asks for the batch again when the store does not answer, and then takes it', async () => {
  world.border.breakAt(() => true);
  await expect(take([message('dev-1')], 'c-1')).rejects.toBeInstanceOf(StoreUnavailable);
  world.border.breakAt(() => false);
  await take([message('dev-1')], 'c-1');
  expect(await devices()).toBe(1);
});
