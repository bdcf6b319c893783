import { aPerson, aProfile } from '@rooms-pro/testing/builders';
import { describe, expect, it } from 'vitest';
import { createTestEnv, roomOf } from '../testEnv.suite.ts';
import { registerRoom } from './registerRoom.ts';

const by = aPerson({ id: 'p1', name: 'Ada' });
const profile = aProfile({
  name: 'Yosemite',
  groups: ['hq'],
  meetingMode: 'both',
  expectedDisplays: 2,
});

describe('registerRoom', () => {
  it('numbers rooms from 1001 and remembers who enrolled them', async () => {
    const world = await createTestEnv();
    const first = await registerRoom(world, { profile, device: 'dev-1', enrol: true, by });
    const second = await registerRoom(world, { profile, device: 'dev-2', enrol: false, by });
    expect([first, second]).toEqual([
      { roomId: 'room-1001', isNew: true },
      { roomId: 'room-1002', isNew: true },
    ]);
    expect(await roomOf(world, 'dev-1')).toMatchObject({ ...profile, enrolment: 'enrolled' });
    expect(await roomOf(world, 'dev-2')).toMatchObject({ enrolment: 'onboarding' });
    const [enrolled] = await world.store.history('room-1001', { limit: 1 });
    expect(enrolled).toMatchObject({ by: { id: 'p1', name: 'Ada' }, via: 'tab' });
  });

  it('answers the room that a device has, however often it is asked', async () => {
    const world = await createTestEnv();
    const room = { profile, device: 'dev-1', enrol: false, by };
    await registerRoom(world, room);
    const again = await registerRoom(world, { ...room, profile: { ...profile, name: 'Other' } });
    expect(again).toEqual({ roomId: 'room-1001', isNew: false });
    expect(await roomOf(world, 'dev-1')).toMatchObject({ name: 'Yosemite', revision: 1 });
  });

  it('gives each of many at once a number of its own, and one device one room', async () => {
    const world = await createTestEnv();
    const register = (device: string) => registerRoom(world, { profile, device, enrol: true, by });
    const devices = Array.from({ length: 60 }, (_, n) => `dev-${n % 30}`);
    const rooms = await Promise.all(devices.map(register));
    expect(new Set(rooms.map(({ roomId }) => roomId)).size).toBe(30);
    expect(rooms.filter(({ isNew }) => isNew)).toHaveLength(30);
    expect(rooms[0]?.roomId).toBe(rooms[30]?.roomId);
  });

  it('finishes what a crash interrupted', async () => {
    const world = await createTestEnv();
    const room = { profile, device: 'dev-1', enrol: true, by };
    let commits = 0;
    world.border.breakAt((method) => {
      if (method === 'transact') commits += 1;
      return method === 'transact' && commits === 2;
    });
    await expect(registerRoom(world, room)).rejects.toThrow();
    world.border.breakAt(() => false);
    await registerRoom(world, room);
    expect(await roomOf(world, 'dev-1')).toMatchObject({ number: 1001, enrolment: 'enrolled' });
  });
});
