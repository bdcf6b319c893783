import { minute } from '@rooms-pro/testing/clock';
import { anna } from '@rooms-pro/testing/scenario';
import { describe, expect, it } from 'vitest';
import { openStory, until } from './notifyScenario.suite.ts';

const channel = '19:ops@thread.tacv2';
const retry = (afterMs: number | null = null) => ({ kind: 'retry', afterMs, status: 429 }) as const;

const rejected = {
  kind: 'rejected',
  status: 403,
  code: 'NotEnoughPermissions',
  reason: 'noPermission',
} as const;

async function openWithChannel() {
  const scenario = await openStory();
  const room = await scenario.addRoom(1042);
  await scenario.subscribe(channel);
  return { ...scenario, room };
}

describe('when a send fails', () => {
  it('waits for the delay that Teams returns, and longer each time without such a delay', async () => {
    const { room, breaks, run, teams, clock } = await openWithChannel();
    teams.failNext(retry(30_000), retry(), retry());
    await breaks(room, 'display:1');
    const start = Date.parse(clock.now());
    await run();
    expect(teams.sent.map(({ kind, atMs }) => [kind, atMs - start])).toEqual([
      ['post', 30_000 + 2_000 + 4_000],
    ]);
  });

  it('sends the state at the time of the successful attempt, not of the failed one', async () => {
    const { room, breaks, recovers, run, teams } = await openWithChannel();
    await breaks(room, 'display:1');
    await run();
    teams.news();
    teams.failNext(retry(1000));
    const release = teams.hold();
    await breaks(room, 'display:2');
    await until(() => teams.attempts() === 2);
    await recovers(room, 'display:2');
    release();
    await run();
    expect(teams.news()).toEqual([]);
  });

  it('continues after an outage of Teams, and sends the other cards of the conversation first', async () => {
    const { room, breaks, run, teams, addRoom } = await openWithChannel();
    const other = await addRoom(1043, { name: 'Birch' });
    teams.failNext(...Array.from({ length: 5 }, () => retry()));
    await breaks(room, 'display:1');
    await breaks(other, 'display:1');
    await run();
    expect(teams.sent.map(({ summary }) => summary)).toEqual([
      expect.stringContaining('Birch'),
      expect.stringContaining('Amber'),
    ]);
  });

  it('pauses a conversation after several rejections in a row, and deletes no data of it', async () => {
    const { room, breaks, act, run, teams, subscriptions, sentCards, addRoom, clock } =
      await openWithChannel();
    await breaks(room, 'display:1');
    await run();
    teams.news();
    teams.failNext(rejected, rejected, rejected);
    const other = await addRoom(1043);
    await breaks(other, 'display:1');
    await breaks(room, 'display:2');
    await run();
    expect(teams.news()).toEqual([]);
    expect(teams.attempts()).toBe(4);
    expect(subscriptions.conversation(channel)?.paused).toMatchObject({
      reason: 'noPermission',
      code: 'NotEnoughPermissions',
      rejections: 3,
      retries: 0,
    });
    expect([...subscriptions.active()]).toHaveLength(1);
    expect(sentCards.of(room).size).toBe(1);
    await act(room, { action: 'assign', signal: 'display:1', to: anna });
    await run();
    expect(teams.attempts()).toBe(4);
    expect(clock.now() < (subscriptions.conversation(channel)?.paused?.nextAt ?? '')).toBe(true);
  });

  it('does not repeat a card that Teams can never accept, and sends it after its content changed', async () => {
    const { room, breaks, act, run, teams, notifier } = await openWithChannel();
    teams.failNext({ kind: 'failed', status: 413 });
    await breaks(room, 'display:1');
    await run();
    notifier.reconcile();
    await run();
    expect(teams.attempts()).toBe(1);
    await act(room, { action: 'assign', signal: 'display:1', to: anna });
    await run();
    expect(teams.news()).toEqual([expect.stringContaining(`post ${channel}`)]);
  });
});

describe('after a restart', () => {
  it('updates every card and posts none twice', async () => {
    const first = await openWithChannel();
    await first.breaks(first.room, 'display:1');
    await first.breaks(first.room, 'camera');
    await first.run();
    await first.notifier.stop();
    expect(first.teams.news()).toHaveLength(2);
    await first.recovers(first.room, 'camera');
    await first.breaks(first.room, 'display:2');

    const second = await openStory({ store: first.store, clock: first.clock });
    second.notifier.reconcile();
    await second.run();
    expect(second.teams.news()).toEqual([
      `post ${channel} message-1: Important: Display 2 in Amber needs action.`,
      expect.stringContaining(`edit ${channel} message-2: Resolved: Camera`),
    ]);
    second.notifier.reconcile();
    await second.run();
    expect(second.teams.news()).toEqual([]);
  });

  it('ends cards whose tickets were closed while it was stopped', async () => {
    const first = await openWithChannel();
    await first.breaks(first.room, 'display:1');
    await first.run();
    await first.notifier.stop();
    await first.recovers(first.room, 'display:1');
    first.clock.pass(8 * 24 * 60 * minute);
    await first.tick(first.room);

    const second = await openStory({ store: first.store, clock: first.clock });
    second.notifier.reconcile();
    await second.run();
    expect(second.teams.news()).toEqual([expect.stringContaining('edit')]);
    expect([...second.sentCards.subjects()]).toEqual([]);
  });

  it('sends nothing after it was stopped, not even waiting cards', async () => {
    const { room, breaks, notifier, teams, act } = await openWithChannel();
    teams.failNext(retry(60_000));
    await breaks(room, 'display:1');
    await until(() => teams.attempts() === 1);
    await notifier.stop();
    await act(room, { action: 'respond', signal: 'display:1', notes: 'on it' });
    await notifier.idle();
    expect(teams.attempts()).toBe(1);
    expect(teams.sent).toEqual([]);
  });
});
