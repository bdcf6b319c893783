/**
 * A paused conversation: the times of its retries, the people who are informed, and the cards after it
 * resumes.
 */

import { minute } from '@rooms-pro/testing/clock';
import { anna } from '@rooms-pro/testing/scenario';
import { describe, expect, it } from 'vitest';
import { openStory } from '../notifyScenario.suite.ts';

const channel = '19:ops@thread.tacv2';
const hour = 60 * minute;
const day = 24 * hour;
const rejected = {
  kind: 'rejected',
  status: 403,
  code: 'MessageWritesBlocked',
  reason: 'readOnly',
} as const;
const times = (count: number) => Array.from({ length: count }, () => rejected);

type Story = Awaited<ReturnType<typeof openStory>>;

async function openWith(people: readonly string[] = [], scenario?: Story): Promise<Story> {
  const opened =
    scenario ??
    (await openStory({
      currentPerson: (id) => ({ ...anna, id, role: id === 'vera' ? 'viewer' : 'manager' }),
    }));
  for (const id of people)
    await opened.subscriptions.addConversation({
      conversationId: `a:${id}`,
      kind: 'personal',
      serviceUrl: 'http://127.0.0.1:1/',
      tenantId: null,
      teamId: null,
      botId: 'bot',
      readerId: id,
    });
  return opened;
}

/** A channel whose next three sends are rejected. */
async function openPaused(people: readonly string[] = []) {
  const scenario = await openWith(people);
  const room = await scenario.addRoom(1042);
  await scenario.subscribe(channel);
  scenario.teams.failNext(...times(3));
  await scenario.breaks(room, 'display:1');
  await scenario.run();
  return { ...scenario, room, pause: () => scenario.subscriptions.conversation(channel)?.paused };
}

describe('a paused conversation', () => {
  it('is retried after 5 minutes, 1 hour, 6 hours, then daily for 14 days, and not after that', async () => {
    const { clock, teams, notifier, run, pause } = await openPaused();
    const waits: number[] = [];
    for (let nextAt = pause()?.nextAt; nextAt; nextAt = pause()?.nextAt) {
      clock.pass(Date.parse(nextAt) - Date.parse(clock.now()) - 1);
      notifier.tendConversations();
      notifier.reconcile();
      await run();
      const before = teams.attempts();
      teams.failNext(...times(3));
      const dueMs = Date.parse(clock.now()) + 1;
      clock.pass(1);
      notifier.tendConversations();
      await run();
      expect(teams.attempts() - before).toBe(3);
      const rejectedAt = Date.parse(clock.now());
      const next = pause()?.nextAt;
      if (next) waits.push(Math.round((Date.parse(next) - dueMs) / minute) * minute);
      expect(rejectedAt - dueMs).toBeLessThan(2 * minute);
    }
    const near = (ms: number) => expect.closeTo(ms, -6);
    expect(waits).toEqual([
      near(hour),
      near(6 * hour),
      ...Array.from({ length: 14 }, () => near(day)),
    ]);
    expect(pause()).toMatchObject({ retries: 17, rejections: 54, nextAt: null });
    clock.pass(100 * day);
    notifier.tendConversations();
    notifier.reconcile();
    const before = teams.attempts();
    await run();
    expect(teams.attempts()).toBe(before);
    expect(teams.news()).toEqual([]);
  });

  it('is resumed by the first successful send, with the current state and no backlog', async () => {
    const { clock, teams, notifier, run, pause, room, recovers, breaks, reads } =
      await openPaused();
    await recovers(room, 'display:1');
    await reads(room, 'camera', 'unhealthy');
    await run();
    expect(teams.news()).toEqual([]);
    clock.pass(5 * minute);
    await breaks(room, 'display:2');
    notifier.tendConversations();
    await run();
    expect(pause()).toBeUndefined();
    const news = teams.news();
    expect(news.every((line) => line.startsWith(`post ${channel}`))).toBe(true);
    expect(news.join()).toContain('Display 2');
    expect(news.join()).not.toContain('Display 1');
    notifier.reconcile();
    await run();
    expect(teams.news()).toEqual([]);
  });

  it('stays paused after a restart, with its count and its next retry', async () => {
    const first = await openPaused();
    const before = first.pause();
    await first.notifier.stop();
    const second = await openStory({ store: first.store, clock: first.clock });
    second.notifier.reconcile();
    await second.run();
    expect(second.subscriptions.conversation(channel)?.paused).toEqual(before);
    expect(second.teams.attempts()).toBe(0);
    second.clock.pass(5 * minute);
    second.notifier.tendConversations();
    await second.run();
    expect(second.subscriptions.conversation(channel)?.paused).toBeUndefined();
    expect(second.teams.news()).toEqual([expect.stringContaining(`post ${channel}`)]);
  });

  it('begins only after three rejections in a row: a successful send resets the count', async () => {
    const { teams, subscribe, addRoom, breaks, run, subscriptions } = await openWith();
    await subscribe(channel);
    for (let nth = 0; nth < 4; nth += 1) {
      const room = await addRoom(1000 + nth);
      teams.failNext(rejected, rejected);
      await breaks(room, 'display:1');
      await run();
    }
    expect(subscriptions.conversation(channel)?.paused).toBeUndefined();
    expect(teams.news()).toHaveLength(4);
  });
});

describe('managers', () => {
  it('are informed once each, in their personal chats, and no other person is', async () => {
    const { teams, notifier, run, clock, pause } = await openPaused(['mara', 'vera', 'max']);
    const text = teams.sent.map((one) => one.text).join();
    expect(teams.news().map((line) => line.replace(/message-\d+/, ''))).toEqual([
      'post a:mara : I cannot post in a channel.',
      'post a:max : I cannot post in a channel.',
    ]);
    expect(text).toContain('Ask an owner of the team');
    for (let retry = 0; retry < 3; retry += 1) {
      notifier.reconcile();
      teams.failNext(...times(3));
      clock.pass(day);
      notifier.tendConversations();
      await run();
    }
    expect(pause()?.retries).toBe(3);
    expect(teams.news()).toEqual([]);
  });

  it('are informed again of the next pause', async () => {
    const { teams, notifier, run, subscriptions, room, breaks } = await openPaused(['mara']);
    teams.news();
    await subscriptions.resume(channel);
    notifier.conversationChanged(channel);
    await run();
    teams.news();
    teams.failNext(...times(3));
    await breaks(room, 'camera');
    await run();
    expect(teams.news()).toEqual([expect.stringContaining('post a:mara')]);
  });

  it('are informed after a restart of all paused conversations on one card', async () => {
    const first = await openWith();
    const room = await first.addRoom(1042);
    await first.subscribe(channel);
    await first.subscribe('19:other');
    first.teams.failNext(...times(6));
    await first.breaks(room, 'display:1');
    await first.run();
    await openWith(['mara'], first);
    await first.notifier.stop();
    const second = await openStory({ store: first.store, clock: first.clock });
    second.notifier.reconcile();
    await second.run();
    expect(second.teams.news()).toEqual([expect.stringContaining('in 2 conversations')]);
  });

  it('are not informed in a chat that is itself paused', async () => {
    const scenario = await openWith(['mara']);
    const room = await scenario.addRoom(1042);
    await scenario.subscriptions.subscribe({
      conversationId: 'a:mara',
      since: scenario.clock.now(),
      filter: {},
    });
    scenario.teams.failNext(...times(3));
    await scenario.breaks(room, 'display:1');
    await scenario.run();
    expect(scenario.subscriptions.conversation('a:mara')?.paused?.informed).toEqual([]);
    expect(scenario.teams.news()).toEqual([]);
  });

  it('are informed later when Teams does not accept the card at once', async () => {
    const scenario = await openWith(['mara']);
    const room = await scenario.addRoom(1042);
    await scenario.subscribe(channel);
    scenario.teams.failNext(...times(3), { kind: 'retry', afterMs: null, status: 429 }, rejected);
    await scenario.breaks(room, 'display:1');
    await scenario.run();
    expect(scenario.teams.news()).toEqual([expect.stringContaining('post a:mara')]);
    expect(scenario.subscriptions.conversation(channel)?.paused?.informed).toEqual(['a:mara']);
  });
});

describe('a card that a person deleted', () => {
  const missing = { kind: 'missing', status: 403 } as const;

  it('is the only card that is abandoned permanently; the next failure gets a new card', async () => {
    const scenario = await openWith();
    const { teams, notifier, run, breaks, recovers, act } = scenario;
    const room = await scenario.addRoom(1042);
    await scenario.subscribe(channel);
    await breaks(room, 'display:1');
    await run();
    teams.news();
    teams.failNext(missing, missing);
    await act(room, { action: 'assign', signal: 'display:1', to: anna });
    await run();
    const attempts = teams.attempts();
    await act(room, { action: 'respond', signal: 'display:1', notes: 'x' });
    await recovers(room, 'display:1');
    notifier.reconcile();
    await run();
    expect(teams.attempts()).toBe(attempts);
    await scenario.notifier.stop();
    const second = await openStory({ store: scenario.store, clock: scenario.clock });
    second.notifier.reconcile();
    await second.breaks(room, 'display:1');
    await second.breaks(room, 'camera');
    await second.run();
    expect(second.teams.news().map((line) => line.replace(/ message-\d+: .*: /, ': '))).toEqual([
      `post ${channel}: Display 1 in Amber needs action.`,
      expect.stringContaining(`post ${channel}`),
    ]);
  });

  it('is edited on the second attempt when Teams was wrong once', async () => {
    const { teams, run, breaks, recovers, addRoom, subscribe } = await openWith();
    const room = await addRoom(1042);
    await subscribe(channel);
    await breaks(room, 'display:1');
    await run();
    teams.news();
    teams.failNext(missing);
    await recovers(room, 'display:1');
    await run();
    expect(teams.news()).toEqual([expect.stringContaining(`edit ${channel} message-1: Resolved`)]);
  });
});
