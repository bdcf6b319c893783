import type { DeviceCommand } from '@rooms-pro/core/contracts';
import { describe, expect, it } from 'vitest';
import { registerRoom } from './registerRoom.ts';
import { createWorld, message, minutes, reading, type World } from './testWorld.ts';

const profile = {
  name: 'Yosemite',
  building: '',
  floor: '',
  capacity: 8,
  groups: [],
  timeZone: 'UTC',
  meetingMode: 'teams',
  expectedDisplays: 1,
} as const;

/** A device that is idle and whose microphone fails. */
const beat = (world: World) =>
  message(
    world,
    'dev-1',
    { form: 'device', observedAt: world.now(), appVersion: '5.1', inMeeting: false },
    reading(world, 'conference-microphone', 'unhealthy', { detail: 'gone' }),
  );

const result = (world: World, id: string) =>
  message(world, 'dev-1', {
    form: 'command-result',
    id,
    outcome: 'succeeded',
    observedAt: world.now(),
  });

/** Beats until a command comes, for at most an hour. */
async function firstCommand(world: World): Promise<DeviceCommand | undefined> {
  for (let turn = 0; turn < 12; turn += 1) {
    const [only] = (await world.send(beat(world))).body.results;
    if (only?.commands[0] !== undefined) return only.commands[0];
    world.pass(minutes(5));
  }
  return undefined;
}

describe('commands in answers', () => {
  it('are handed out, repeated until their result arrives, and ended once', async () => {
    const world = await createWorld();
    const register = { profile, device: 'dev-1', enrol: true, by: { kind: 'platform' } } as const;
    await registerRoom(world, register);
    const [first] = (await world.send(beat(world))).body.results;
    expect(first?.items.map(({ verdict }) => verdict)).toEqual(['applied', 'applied']);
    const command = await firstCommand(world);
    expect(command?.command).toBe('restartApp');
    world.pass(1000);
    const [again] = (await world.send(beat(world))).body.results;
    expect(again?.commands).toEqual([command]);
    expect(again?.items.map(({ verdict }) => verdict)).toEqual(['unchanged', 'unchanged']);
    const verdictOf = async (id: string) =>
      (await world.send(result(world, id))).body.results[0]?.items[0]?.verdict;
    expect(await verdictOf('another')).toBe('duplicate');
    expect(await verdictOf(command?.id ?? '')).toBe('applied');
    expect(await verdictOf(command?.id ?? '')).toBe('duplicate');
    const [after] = (await world.send(beat(world))).body.results;
    expect(after?.commands).toEqual([]);
  });
});
