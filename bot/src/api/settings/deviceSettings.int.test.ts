/** Codes and keys over the API: issued once, listed without their secret, revoked permanently. */
import type {
  ApiError,
  CodesAnswer,
  KeysAnswer,
  NewCodeAnswer,
  WaitingDevicesAnswer,
} from '@rooms-pro/core/contracts';
import { issueKey, openNewRooms, redeemEnrolmentCode } from '@rooms-pro/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiStory } from '../apiScenario.suite.ts';

let story: Awaited<ReturnType<typeof openApiStory>>;
beforeAll(async () => {
  story = await openApiStory();
  await story.addRoom(1, { name: 'Heron' });
});
afterAll(() => story.close());

const issue = <T = NewCodeAnswer>(as: string, body: object) =>
  story.ask<T>('/api/settings/codes', {
    method: 'POST',
    as,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const codes = async () => (await story.ask<CodesAnswer>('/api/settings/codes')).body.rows;
const keys = async (query = '') => (await story.ask<KeysAnswer>(`/api/settings/keys${query}`)).body;

describe('enrolment codes', () => {
  it('are shown once, and listed without the code', async () => {
    const { status, body } = await issue('mia', { device: 'mtr-7', room: 'room-1' });
    expect(status).toBe(200);
    expect(body.code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    const listed = await story.ask<CodesAnswer>('/api/settings/codes');
    expect(listed.body.rows).toMatchObject([
      { id: body.id, state: 'open', device: 'mtr-7', by: 'Mia', room: { name: 'Heron' } },
    ]);
    expect(listed.text).not.toContain(body.code);
    expect(await redeemEnrolmentCode(story.store, body.code, 'mtr-7', story.now())).toMatchObject({
      ok: true,
    });
    expect(await codes()).toMatchObject([{ state: 'used', used: { device: 'mtr-7' } }]);
  });

  it('are revoked', async () => {
    const { body } = await issue('mia', { device: null, room: null });
    const target = `/api/settings/codes/${body.id}`;
    expect((await story.ask(target, { method: 'DELETE' })).status).toBe(200);
    expect((await codes()).find(({ id }) => id === body.id)?.state).toBe('revoked');
    expect(await redeemEnrolmentCode(story.store, body.code, 'x', story.now())).toEqual({
      ok: false,
      reason: 'codeRevoked',
    });
  });

  it.each([
    [{ device: '', room: null }, 400],
    [{ device: null, room: 'room-99' }, 404],
    [{ device: null }, 400],
    [{ device: null, room: null, by: 'eve' }, 400],
  ])('are not issued for %o', async (body, status) => {
    expect((await issue<ApiError>('mia', body)).status).toBe(status);
  });
});

describe('keys', () => {
  it('are listed without the key, those in use first, and revoked', async () => {
    const { key, id } = await issueKey(story.store, { kind: 'device', device: 'd-9' }, story.now());
    await issueKey(story.store, { kind: 'gateway', name: 'Bridge' }, story.now());
    const listed = await story.ask<KeysAnswer>('/api/settings/keys?text=d-9');
    expect(listed.body).toMatchObject({ total: 1, rows: [{ id, kind: 'device', name: 'd-9' }] });
    expect(listed.text).not.toContain(key);
    const gone = await story.ask(`/api/settings/keys/${id}`, { method: 'DELETE' });
    expect(gone.status).toBe(200);
    const { rows, total } = await keys();
    expect([rows.length, total]).toEqual([3, 3]);
    expect(rows.at(-1)).toMatchObject({ id, revokedAt: expect.any(String) });
    expect((await keys('?limit=1&offset=2')).rows).toMatchObject([{ id }]);
  });

  it.each(['0'.repeat(64), 'x', '%2e%2e'])(
    'that do not exist cannot be revoked: %s',
    async (id) => {
      for (const what of ['keys', 'codes']) {
        const { status } = await story.ask(`/api/settings/${what}/${id}`, { method: 'DELETE' });
        expect(status).toBe(404);
      }
    },
  );
});

it.each(['vera', 'tom', 'lena'])('rejects %s', async (as) => {
  const answers = [
    await issue<ApiError>(as, { device: null, room: null }),
    await story.ask('/api/settings/codes', { as }),
    await story.ask('/api/settings/keys', { as }),
    await story.ask(`/api/settings/keys/${'0'.repeat(64)}`, { as, method: 'DELETE' }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
});

it('devices that wait for a room are listed, for managers', async () => {
  const newRooms = openNewRooms(story.store, 1);
  const gateway = { id: 'g', name: 'North' };
  for (const device of ['d-1', 'd-2', 'd-3']) await newRooms.take(gateway, device, story.now());
  const { body } = await story.ask<WaitingDevicesAnswer>('/api/settings/waiting-devices');
  expect(body).toMatchObject({
    rows: [
      { device: 'd-2', gateway: 'North' },
      { device: 'd-3', gateway: 'North' },
    ],
    isCut: false,
  });
  const refused = await story.ask<ApiError>('/api/settings/waiting-devices', { as: 'vera' });
  expect(refused.status).toBe(403);
});
