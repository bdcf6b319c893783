/** The effects of unreadable documents on the page, the fleet, the cards and the rules. */
import path from 'node:path';
import { defaultRules, newDevice } from '@rooms-pro/core';
import type { QuarantineAnswer, RoomHistoryAnswer } from '@rooms-pro/core/contracts';
import { documentKinds, openSqliteStore, type StoredKind } from '@rooms-pro/store';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openOnFakeCosmos } from '../../../store/src/cosmos/cosmosTrial.suite.ts';
import {
  commitFullRoom,
  damageFile,
  realDocuments,
} from '../../../store/src/schemas/realDocuments.suite.ts';
import { openApiStory, people, type Refused } from '../api/apiScenario.suite.ts';
import { createFleet } from '../fleet/fleet.ts';
import { createLog } from '../log.ts';
import { openStory, until } from '../notify/notifyScenario.suite.ts';
import { openSentCardStore } from '../notify/sentCards/sentCards.ts';
import { openSubscriptions } from '../notify/subscriptions/subscriptions.ts';
import { presentQuarantine } from './presentQuarantine.ts';
import { watchQuarantine } from './watchQuarantine.ts';

let scenario: Awaited<ReturnType<typeof openApiStory>>;
beforeEach(async () => {
  scenario = await openApiStory();
});
afterEach(() => scenario.close());

const put = (kind: keyof typeof realDocuments, id: string, value: unknown) =>
  scenario.store.putDocument(kind, id, value);

describe('/api/settings/quarantine', () => {
  it('lists each found document with its effect, and finds the other documents after a check', async () => {
    expect(await scenario.ask('/api/settings/quarantine')).toMatchObject({
      status: 200,
      body: { total: 0, rows: [] },
    });
    await put('subscription', '19:one', { since: 'yesterday' });
    const check = () =>
      scenario.ask<QuarantineAnswer>('/api/settings/quarantine/check', { method: 'POST' });
    expect((await check()).body).toMatchObject({
      total: 1,
      rows: [
        {
          kind: 'subscription',
          id: '19:one',
          name: 'Subscription',
          fault: '/conversationId is missing.',
          effect: 'The conversation gets no new cards.',
        },
      ],
    });
    expect((await scenario.ask('/readyz')).body).toMatchObject({
      status: 'ready',
      unreadable: { total: 1, documents: [{ kind: 'subscription', id: '19:one' }] },
    });
    const { etag } = await scenario.store
      .document('subscription', '19:one')
      .catch((error) => error);
    const { value } = realDocuments.subscription;
    await scenario.store.putDocument('subscription', '19:one', value, etag);
    expect((await check()).body).toMatchObject({ total: 0, rows: [] });
  });

  it.each(['lena', 'tom', 'vera'])('is not available to %s', async (as) => {
    for (const [route, method] of [
      ['/api/settings/quarantine', 'GET'],
      ['/api/settings/quarantine/check', 'POST'],
    ] as const) {
      const answer = await scenario.ask<Refused>(route, { as, method });
      expect([answer.status, answer.body.error.code]).toEqual([403, 'notPermitted']);
    }
  });

  it('describes every kind', () => {
    const kinds: readonly StoredKind[] = [...documentKinds, 'room', 'event'];
    const since = '2026-11-22T12:00:00.000Z';
    const list = () =>
      kinds.map((kind) => ({ kind, id: 'rules', where: '', reason: 'is not JSON', since }));
    const { rows } = presentQuarantine({ size: kinds.length, list }, since);
    for (const { name, fault, effect } of rows) {
      expect(fault).toBe('It is not JSON.');
      expect(name).toMatch(/^[A-Z]/);
      expect(effect).toMatch(/\.$/);
    }
    expect(rows.find(({ kind }) => kind === 'setting')?.name).toBe('Rules');
  });
});

describe('rules in quarantine', () => {
  it('leave the default rules in force, and cannot be overwritten', async () => {
    await put('setting', 'rules', { version: 3, deployment: { isLoud: true }, groups: {} });
    const rules = await scenario.ask<{ readonly version: string }>('/api/settings/rules');
    expect(rules.status).toBe(200);
    const body = JSON.stringify({
      etag: null,
      settings: { version: 0, deployment: {}, groups: {} },
    });
    const headers = { 'content-type': 'application/json' };
    const saved = await scenario.ask<Refused>('/api/settings/rules', {
      method: 'PUT',
      body,
      headers,
    });
    expect([saved.status, saved.body.error.code]).toEqual([503, 'documentUnreadable']);
    await expect(scenario.store.document('setting', 'rules')).rejects.toThrow(/isLoud|member/);
  });
});

describe('a room in quarantine', () => {
  it('is removed from the fleet when it is found, and comes back when it can be read', async () => {
    const file = path.join(scenario.tabDirectory, 'rooms.sqlite');
    const store = openSqliteStore({ file });
    await commitFullRoom(store, 1);
    await commitFullRoom(store, 2);
    const fleet = createFleet({ rules: defaultRules, now: scenario.now, lastSeenAt: () => null });
    for await (const { value } of store.rooms()) fleet.take(value);
    const changed: string[] = [];
    fleet.onChange(({ id }) => changed.push(id));
    const outages: string[] = [];
    fleet.onOutageChange((id) => outages.push(id));
    await store.close();
    damageFile(file, 'room', 'room-1', (room) => ({ ...room, enrolment: 'paused' }));
    const damaged = openSqliteStore({ file });
    const subscriptions = await openSubscriptions(damaged);
    const notifier = { reconcile: () => undefined };
    const log = createLog('silent');
    const watch = watchQuarantine({
      store: damaged,
      fleet,
      takeRoom: fleet.take,
      subscriptions,
      notifier,
      log,
    });
    for await (const _ of damaged.rooms());
    expect(fleet.room('room-1')).toBeNull();
    expect([...fleet.all()].map(({ id }) => id)).toEqual(['room-2']);
    expect(fleet.incidentsIn('room-1', people[0])).toEqual([]);
    expect([changed, outages]).toEqual([['room-1'], ['outage-1']]);
    await damaged.close();
    watch.stop();
  });

  it('is loaded after its repair, without a restart', async () => {
    const { store, damage, dispose } = await openOnFakeCosmos();
    await commitFullRoom(store, 1);
    const fleet = createFleet({ rules: defaultRules, now: scenario.now, lastSeenAt: () => null });
    for await (const { value } of store.rooms()) fleet.take(value);
    const lines: string[] = [];
    const log = createLog('info', { write: (line: string) => lines.push(JSON.parse(line).event) });
    const subscriptions = await openSubscriptions(store);
    const notifier = { reconcile: () => undefined };
    const watch = watchQuarantine({
      store,
      fleet,
      takeRoom: fleet.take,
      subscriptions,
      notifier,
      log,
    });
    let whole: object = {};
    await damage('room', 'room-1', (room) => {
      whole = room;
      return { ...room, enrolment: 'paused' };
    });
    await watch.checkAgain();
    for await (const _ of store.rooms());
    expect(fleet.room('room-1')).toBeNull();
    await damage('room', 'room-1', () => whole);
    await watch.checkAgain();
    await vi.waitUntil(() => fleet.room('room-1') !== null, { timeout: 20_000 });
    expect(lines).toEqual(['document.quarantined', 'document.released']);
    watch.stop();
    await dispose();
  });
});

describe('an event of a newer version', () => {
  it('is in the history as an entry that this version cannot describe, or is absent', async () => {
    const room = await scenario.addRoom(1);
    await scenario.store.transact(room, (before) => {
      if (before === null) return { commit: null, answer: null };
      const next = { ...before, revision: before.revision + 1, devices: [newDevice('d')] };
      const change = { type: 'room.painted', colour: 'blue' } as never;
      const event = {
        roomId: room,
        revision: next.revision,
        at: scenario.now(),
        by: 'platform',
        via: 'platform',
        correlationId: 'c',
        changes: [change],
      } as const;
      return { commit: { room: next, event }, answer: null };
    });
    const { status, body } = await scenario.ask<RoomHistoryAnswer>(`/api/rooms/${room}/history`);
    expect(status).toBe(200);
    expect(body.entries.map(({ type }) => type)).toContain('room.registered');
    expect(scenario.store.quarantine.size).toBe(0);
  });
});

describe('cards about a room', () => {
  const first = { kind: 'posts', id: 'room-1' } as const;
  const conversation = { kind: 'conversation', id: 'c1' } as const;

  it.each([first, conversation])(
    'are posted once, although their $kind cannot be read',
    async (what) => {
      const before = await openStory();
      const { store, clock } = before;
      await before.subscribe('c1');
      const room = await before.addRoom(1);
      await before.breaks(room, 'camera');
      await before.run();
      expect(before.teams.news()).toHaveLength(1);
      await before.notifier.stop();
      const whole = await store.document(what.kind, what.id);
      if (whole === null) throw new Error('There is nothing to damage.');
      await store.putDocument(what.kind, what.id, { posts: 'many', kind: 'hologram' }, whole.etag);

      const after = await openStory({ store, clock });
      after.notifier.reconcile();
      await after.run();
      await after.reads(room, 'camera', 'healthy');
      await after.run();
      expect(after.teams.news()).toEqual([]);

      const { etag } = await store.document(what.kind, what.id).catch((error) => error);
      await store.putDocument(what.kind, what.id, whole.value, etag);
      await after.subscriptions.reload();
      after.notifier.reconcile();
      await until(() => after.teams.attempts() > 0);
      await after.run();
      expect(after.teams.news()).toMatchObject([expect.stringMatching(/^edit c1 message-1/)]);
    },
  );
});

describe('a conversation in quarantine', () => {
  it('is known when a person writes there, and its document does not change in the store', async () => {
    await put('conversation', 'c1', { kind: 'hologram' });
    const subscriptions = await openSubscriptions(scenario.store);
    expect([subscriptions.conversation('c1'), subscriptions.isUnreadable('c1')]).toEqual([
      null,
      true,
    ]);
    const conversation = { ...realDocuments.conversation.value, conversationId: 'c1' };
    expect(await subscriptions.addConversation(conversation as never)).toBe('new');
    expect([subscriptions.conversation('c1'), subscriptions.isUnreadable('c1')]).toEqual([
      conversation,
      false,
    ]);
    await subscriptions.removeConversation('c1');
    await expect(scenario.store.document('conversation', 'c1')).rejects.toThrow(/quarantine/);
  });
});

describe('posted cards in quarantine', () => {
  it('are unknown until they can be read, so that no card is posted again', async () => {
    const { id, value } = realDocuments.posts;
    await put('posts', id, { posts: { a: { about: 'building' } } });
    await put('posts', 'room-2', { posts: {} });
    const records = await openSentCardStore(scenario.store);
    expect(await records.isKnown('room-1')).toBe(false);
    expect(await records.isKnown('room-2')).toBe(true);
    const { etag } = await scenario.store.document('posts', id).catch((error) => error);
    await scenario.store.putDocument('posts', id, value, etag);
    expect(await records.isKnown('room-1')).toBe(true);
    expect([...records.of('room-1').values()]).toMatchObject([{ activityId: '1', run: '1.1!' }]);
  });
});
