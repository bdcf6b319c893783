import { minute } from '@rooms-pro/testing/clock';
import { describe, expect, it } from 'vitest';
import { openStory, until } from './notifyScenario.suite.ts';

const channel = '19:ops@thread.tacv2';
const week = 7 * 24 * 60 * minute;

/** A scenario with one room and one subscribed channel. */
async function openWithChannel(options: Parameters<typeof openStory>[0] = {}) {
  const scenario = await openStory(options);
  const room = await scenario.addRoom(1042);
  await scenario.subscribe(channel);
  return { ...scenario, room };
}

describe('the life of a card', () => {
  it('is posted when an incident opens, edited when it resolves, and not edited after that', async () => {
    const { room, breaks, recovers, run, teams, clock, tick, sentCards } = await openWithChannel();
    await breaks(room, 'display:1');
    await run();
    expect(teams.news()).toEqual([
      `post ${channel} message-1: Important: Display 1 in Amber needs action.`,
    ]);
    await recovers(room, 'display:1');
    await run();
    expect(teams.news()).toEqual([
      `edit ${channel} message-1: Resolved: Display 1 in Amber, after 1 min.`,
    ]);
    clock.pass(week + minute);
    await tick(room);
    await run();
    expect(teams.news()).toEqual([]);
    expect([...sentCards.subjects()]).toEqual([]);
  });

  it('is posted again when the episode fails again, and the earlier card loses its buttons', async () => {
    const { room, breaks, recovers, run, teams } = await openWithChannel();
    await breaks(room, 'display:1');
    await run();
    await recovers(room, 'display:1');
    await run();
    teams.news();
    await breaks(room, 'display:1');
    await run();
    const [post, edit] = teams.sent.slice(-2);
    expect(post).toMatchObject({ kind: 'post', summary: expect.stringContaining('needs action') });
    expect(edit).toMatchObject({ kind: 'edit', summary: expect.stringContaining('newer card') });
    expect(edit?.text).not.toContain('Action.Execute');
    expect(teams.sent.filter(({ kind }) => kind === 'post')).toHaveLength(1);
    teams.news();
    await recovers(room, 'display:1');
    await run();
    expect(teams.news()).toEqual([
      expect.stringContaining(`edit ${channel} ${post?.id}: Resolved`),
    ]);
  });

  it('shows that the incident is suppressed, and needs no new post when the suppression is lifted', async () => {
    const { room, breaks, act, run, teams } = await openWithChannel();
    await breaks(room, 'display:1');
    await run();
    teams.news();
    const until = { kind: 'lifted' } as const;
    await act(room, { action: 'suppress', signal: 'display:1', until, reason: 'works' });
    await run();
    expect(teams.news()).toEqual([`edit ${channel} message-1: Suppressed: Display 1 in Amber.`]);
    await act(room, { action: 'unsuppress', signal: 'display:1' });
    await run();
    expect(teams.news()).toEqual([
      `edit ${channel} message-1: Important: Display 1 in Amber needs action.`,
    ]);
  });

  it('is still updated after the conversation unsubscribed, but no new card is posted', async () => {
    const { room, breaks, recovers, run, teams, subscriptions, clock } = await openWithChannel();
    await breaks(room, 'display:1');
    await run();
    teams.news();
    await subscriptions.unsubscribe(channel, { by: 'anna', at: clock.now() });
    await breaks(room, 'display:2');
    await recovers(room, 'display:1');
    await run();
    expect(teams.news()).toEqual([expect.stringContaining(`edit ${channel} message-1: Resolved`)]);
  });
});

describe('the notifier does not post', () => {
  it('an incident that was open before the subscription', async () => {
    const { addRoom, breaks, subscribe, run, teams, clock, act } = await openStory();
    const room = await addRoom(1042);
    await breaks(room, 'display:1');
    clock.pass(minute);
    await subscribe(channel);
    await act(room, { action: 'respond', signal: 'display:1', notes: 'looking' });
    await run();
    expect(teams.news()).toEqual([]);
  });

  it('an incident suppressed or resolved before its turn came', async () => {
    const { room, breaks, recovers, act, run, teams, addRoom } = await openWithChannel();
    const other = await addRoom(1043, { name: 'Birch' });
    const release = teams.hold();
    await breaks(other, 'display:1');
    await until(() => teams.attempts() === 1);
    await breaks(room, 'display:1');
    await breaks(room, 'display:2');
    await recovers(room, 'display:1');
    const end = { kind: 'recovery' } as const;
    await act(room, { action: 'suppress', signal: 'display:2', until: end, reason: '' });
    release();
    await run();
    expect(teams.news()).toEqual([
      `post ${channel} message-1: Important: Display 1 in Birch needs action.`,
    ]);
  });

  it('incidents that the filter excludes: another building, a warning, another group', async () => {
    const { addRoom, breaks, subscribe, run, teams, clock } = await openStory();
    const room = await addRoom(1042);
    await subscribe('elsewhere', { buildings: ['Elbe Tower'] });
    await subscribe('warnings', { severities: ['warning'] });
    await subscribe('others', { groups: ['berlin'] });
    await subscribe('ours', {
      groups: ['hamburg'],
      severities: ['important'],
      states: ['needsAction'],
    });
    clock.pass(minute);
    await breaks(room, 'display:1');
    await run();
    expect(teams.news()).toEqual([expect.stringContaining('post ours message-1')]);
  });

  it('the incidents of a room that is not enrolled', async () => {
    const { room, breaks, act, run, teams } = await openWithChannel();
    await act(room, { action: 'retire' });
    await breaks(room, 'display:1');
    await run();
    expect(teams.news()).toEqual([]);
  });
});

describe('bursts and order', () => {
  it('makes one edit for a hundred changes that arrive while a send is in flight', async () => {
    const { room, breaks, act, run, teams } = await openWithChannel();
    const release = teams.hold();
    await breaks(room, 'display:1');
    await until(() => teams.attempts() === 1);
    for (let nth = 1; nth <= 100; nth += 1) {
      await act(room, { action: 'respond', signal: 'display:1', notes: `try ${nth}` });
    }
    release();
    await run();
    expect(teams.sent.map(({ kind }) => kind)).toEqual(['post', 'edit']);
    expect(teams.sent[1]?.text).toContain('try 100');
  });

  it('posts the incidents of a room in the order in which they opened, before it edits', async () => {
    const { breaks, recovers, run, teams, room } = await openWithChannel();
    const release = teams.hold();
    await breaks(room, 'display:2');
    await until(() => teams.attempts() === 1);
    await breaks(room, 'camera');
    await breaks(room, 'display:1');
    await recovers(room, 'display:2');
    release();
    await run();
    expect(teams.sent.map(({ kind, summary }) => `${kind} ${summary.split(' in ')[0]}`)).toEqual([
      'post Important: Display 2',
      'post Important: Camera',
      'post Important: Display 1',
      'edit Resolved: Display 2',
    ]);
  });

  it('sends nothing for changes that a card does not show', async () => {
    const { room, breaks, run, teams, reads, notifier, clock } = await openWithChannel();
    await breaks(room, 'display:1');
    await run();
    teams.news();
    await reads(room, 'camera', 'healthy');
    clock.pass(90 * minute);
    notifier.roomChanged({ id: room });
    notifier.reconcile();
    await run();
    expect(teams.news()).toEqual([]);
  });

  it('sends at most seven cards a second and sixty in half a minute to one conversation', async () => {
    const { room, teams, breaks, run, addRoom } = await openWithChannel();
    const release = teams.hold();
    await breaks(room, 'display:1');
    for (let number = 2000; number < 2070; number += 1) {
      await breaks(await addRoom(number), 'display:1');
    }
    release();
    await run();
    // Without the first send, which started long before the time at which it arrived.
    const times = teams.sent.slice(1).map(({ atMs }) => atMs);
    expect(times).toHaveLength(70);
    const most = (withinMs: number) =>
      Math.max(...times.map((at) => times.filter((t) => t >= at && t < at + withinMs).length));
    expect([most(1000), most(2000), most(30_000)]).toEqual([7, 8, 60]);
  });
});
