/** Rooms are changed, and devices removed from them, over the API: by managers, with sentences for people. */
import { defaultRules, type RoomId } from '@rooms-pro/core';
import type {
  ActionPayload,
  ApiError,
  CommandsAnswer,
  ProfileChange,
  RoomDetail,
  RoomHistoryAnswer,
  SummaryAnswer,
} from '@rooms-pro/core/contracts';
import { changeRoom } from '@rooms-pro/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiStory } from '../apiScenario.suite.ts';

let story: Awaited<ReturnType<typeof openApiStory>>;
let heron: RoomId;
beforeAll(async () => {
  story = await openApiStory();
  heron = await story.addRoom(1, { name: 'Heron', building: '', floor: '', groups: ['west'] });
});
afterAll(() => story.close());

const room = async (as = 'mia') =>
  (await story.ask<RoomDetail>(`/api/rooms/${heron}`, { as })).body;
const does = async (as: string, action: ActionPayload) =>
  (await story.command<CommandsAnswer>(as, action, { room: heron })).body.results[0];
const changes = (as: string, profile: ProfileChange) =>
  does(as, { action: 'changeProfile', profile });

describe('a room', () => {
  it('is changed by a manager, and the response names the changed members', async () => {
    const profile = { building: 'Pier West', floor: '2', groups: ['west'] };
    expect(await changes('mia', profile)).toEqual({
      ok: true,
      code: 'done',
      sentence: 'Heron was changed: building and floor.',
    });
    expect(await room()).toMatchObject({ building: 'Pier West', floor: '2', groups: ['west'] });
    const { buildings } = (await story.ask<SummaryAnswer>('/api/summary')).body;
    expect(buildings).toEqual(['Pier West']);
    const { entries } = (await story.ask<RoomHistoryAnswer>(`/api/rooms/${heron}/history`)).body;
    expect(entries[0]).toMatchObject({
      type: 'room.changed',
      by: 'Mia',
      via: 'tab',
      sentence: 'Building and floor changed.',
    });
  });

  it('contains its profile, and offers the change to managers only', async () => {
    expect(await changes('mia', { expectedDisplays: 3, meetingMode: 'both' })).toMatchObject({
      sentence: 'Heron was changed: meeting mode and number of displays.',
    });
    expect(await room()).toMatchObject({ expectedDisplays: 3, meetingMode: 'both' });
    expect((await room()).actions).toContain('changeProfile');
    expect((await room('lena')).actions).not.toContain('changeProfile');
    const refused = await changes('lena', { floor: '9' });
    expect(refused?.ok).toBe(false);
    expect(refused?.sentence).toMatch(/^To change rooms here you need the role Manager/);
    const again = await changes('mia', { expectedDisplays: 3 });
    expect(again?.sentence).toBe('All values are already like this. Nothing was changed.');
  });

  it('does not change if one member has a fault; the response contains each fault', async () => {
    const profile = { name: 'Egret', timeZone: 'Nowhere/At all', capacity: -1 };
    const { status, body } = await story.command<ApiError>(
      'mia',
      { action: 'changeProfile', profile },
      { room: heron },
    );
    expect(status).toBe(400);
    expect(body.error.faults?.map(({ pointer }) => pointer)).toEqual([
      '/action/profile/capacity',
      '/action/profile/timeZone',
    ]);
    expect((await room()).name).toBe('Heron');
  });

  it('is not visible to people whose group it leaves', async () => {
    await changes('mia', { groups: ['east'] });
    expect((await story.ask(`/api/rooms/${heron}`, { as: 'lena' })).status).toBe(404);
    expect((await room('tom')).groups).toEqual(['east']);
    await changes('mia', { groups: ['west', 'east'] });
  });
});

describe('a device', () => {
  const device = 'mtr-<b>7';
  const remove = { action: 'removeDevice', device } as const;

  it('is removed by a manager: signals that only it reported are unknown again', async () => {
    const observedAt = story.now();
    await changeRoom(story.store, defaultRules, {
      roomId: heron,
      input: {
        kind: 'telemetry',
        device,
        readings: [{ signal: 'camera', state: 'unhealthy', detail: 'Gone', observedAt }],
        facts: [{ kind: 'software', what: 'agent', version: '1.2.0' }],
      },
      via: 'platform',
      correlationId: 'c',
      now: observedAt,
    });
    const before = await room();
    expect(before.devices.map(({ id }) => id)).toEqual([device]);
    expect(before.actions).toContain('removeDevice');
    expect((await does('lena', remove))?.ok).toBe(false);
    expect(await does('mia', remove)).toEqual({
      ok: true,
      code: 'done',
      sentence: `${device} was removed from Heron.`,
    });
    const after = await room();
    expect(after.devices).toEqual([]);
    expect(after.actions).not.toContain('removeDevice');
    expect(after.signals.find(({ signal }) => signal === 'camera')?.state).toBe('unknown');
    expect((await does('mia', remove))?.sentence).toBe(
      'This room does not have this device. Nothing was changed.',
    );
  });
});
