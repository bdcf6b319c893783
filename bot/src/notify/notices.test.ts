import { minute } from '@rooms-pro/testing/clock';
import { anna } from '@rooms-pro/testing/scenario';
import { describe, expect, it } from 'vitest';
import { openStory } from './notifyScenario.suite.ts';

const channel = '19:ops@thread.tacv2';
const hour = 60 * minute;

async function openWithChannel() {
  const scenario = await openStory();
  const room = await scenario.addRoom(1042);
  await scenario.beats(room);
  await scenario.subscribe(channel);
  return { ...scenario, room };
}

describe('the result of a response', () => {
  it('is sent once, to the conversation with the card, and not again after a restart', async () => {
    const { room, breaks, act, run, teams, clock, tick, subscribe, store, notifier } =
      await openWithChannel();
    await breaks(room, 'display:1');
    await run();
    clock.pass(minute);
    await subscribe('later');
    await act(room, { action: 'respond', signal: 'display:1', notes: 'new cable' });
    await run();
    teams.news();
    clock.pass(16 * minute);
    await tick(room);
    await run();
    const answer = teams.sent.find(({ kind }) => kind === 'post');
    expect(answer?.text).toContain('Next step: ');
    expect(teams.news()).toEqual([
      expect.stringMatching(
        /^post 19:ops\S+ \S+ ❗ Did not hold: Display 1 in Amber is still unhealthy/,
      ),
      expect.stringMatching(/^edit 19:ops\S+ message-1/),
    ]);
    await notifier.stop();
    const second = await openStory({ store, clock });
    second.notifier.reconcile();
    await second.run();
    expect(second.teams.news()).toEqual([]);
  });

  it('is sent to all subscribed conversations when no conversation has the card', async () => {
    const scenario = await openStory();
    const { breaks, act, run, teams, clock, recovers, tick, sentCards } = scenario;
    const room = await scenario.addRoom(1042);
    await breaks(room, 'display:1');
    await act(room, { action: 'respond', signal: 'display:1', notes: 'new cable' });
    await recovers(room, 'display:1');
    await scenario.subscribe(channel);
    clock.pass(16 * minute);
    await tick(room);
    await run();
    expect(teams.news()).toEqual([
      expect.stringContaining('✅ Verified healthy: Display 1 in Amber.'),
    ]);
    clock.pass(3 * 24 * hour);
    await tick(room);
    await act(room, {
      action: 'suppress',
      signal: 'camera',
      until: { kind: 'lifted' },
      reason: 'x',
    });
    await run();
    expect([...sentCards.of(room).values()]).toEqual([]);
    expect(teams.news()).toEqual([]);
  });
});

describe('a suppression', () => {
  it('announces its end with a button to lift it, then lists the incidents that it suppressed', async () => {
    const { room, reads, act, run, teams, clock, tick } = await openWithChannel();
    const until = { kind: 'time', at: new Date(Date.parse(clock.now()) + 8 * hour).toISOString() };
    const command = { action: 'suppress', signal: 'display:1', until, reason: 'works' } as const;
    await act(room, command as Parameters<typeof act>[1]);
    await reads(room, 'display:1', 'unhealthy', 'No signal');
    clock.pass(6 * minute);
    await tick(room);
    await reads(room, 'display:1', 'healthy');
    await run();
    expect(teams.news()).toEqual([]);
    clock.pass(7 * hour);
    await tick(room);
    await run();
    expect(teams.sent[0]?.text).toContain('"verb":"unsuppress"');
    expect(teams.news()).toEqual([
      expect.stringContaining('The suppression of Display 1 in Amber ends at 22 Nov 2026, 17:00'),
    ]);
    clock.pass(hour);
    await tick(room);
    await run();
    expect(teams.sent[0]?.text).toContain('Display 1, 22 Nov 2026, 09:06 CET \\\\(No signal\\\\)');
    expect(teams.sent[0]?.text).toContain('Suppress again');
    expect(teams.news()).toEqual([
      expect.stringContaining('While Display 1 in Amber was suppressed, 1 incident would have'),
      expect.stringContaining('edit 19:ops@thread.tacv2 message-1: 🔕 The suppression'),
    ]);
  });

  it('that is lifted early has an announcement with a button to suppress again', async () => {
    const { room, act, run, teams, clock, tick, subscribe } = await openWithChannel();
    const at = new Date(Date.parse(clock.now()) + 8 * hour).toISOString();
    const until = { kind: 'time', at } as const;
    await act(room, { action: 'suppress', signal: 'room', until, reason: '' });
    clock.pass(7 * hour);
    await tick(room);
    await run();
    expect(teams.news()).toHaveLength(1);
    clock.pass(minute);
    await subscribe('later');
    await act(room, { action: 'unsuppress', signal: 'room' });
    await run();
    expect(teams.sent[0]?.text).toContain('"verb":"suppress","data":{"room":"room-1042"}');
    expect(teams.news()).toEqual([
      expect.stringContaining(
        'edit 19:ops@thread.tacv2 message-1: 🔕 The suppression of Amber has',
      ),
    ]);
  });
});

describe('the count of successful actions', () => {
  it('is shown when a card is sent, and does not cause a send', async () => {
    const { room, breaks, recovers, act, tick, run, teams, clock, addRoom, fleet } =
      await openWithChannel();
    for (const number of [1, 2, 3]) {
      const other = await addRoom(number);
      await breaks(other, 'display:1');
      await act(other, { action: 'respond', signal: 'display:1', notes: 'new cable' });
      await recovers(other, 'display:1');
      clock.pass(16 * minute);
      await tick(other);
    }
    const other = await addRoom(4);
    await breaks(other, 'display:1');
    await breaks(room, 'display:1');
    await run();
    expect(teams.sent.at(-1)?.text).toContain('This worked 3 of 3 times.');
    teams.news();
    await act(other, { action: 'respond', signal: 'display:1', notes: 'new cable' });
    clock.pass(16 * minute);
    await tick(other);
    await run();
    const about = fleet.room(room);
    expect(about && fleet.workedFor(about, 'display:1')).toEqual({ held: 3, failed: 1 });
    expect(teams.news().filter((sent) => sent.includes('Amber needs action'))).toHaveLength(2);
    await act(room, { action: 'assign', signal: 'display:1', to: anna });
    await run();
    expect(teams.sent.at(-1)?.text).toContain('This worked 3 of 4 times.');
  });
});

describe('a warning that became important', () => {
  it('gets a new card, and the earlier card is superseded', async () => {
    const { room, reads, run, teams, clock, tick, notifier } = await openWithChannel();
    await reads(room, 'default-speaker', 'unhealthy');
    clock.pass(hour);
    await tick(room);
    await run();
    expect(teams.news()).toEqual([expect.stringContaining('message-1: Warning: ')]);
    clock.pass(7 * 24 * hour);
    await tick(room);
    await run();
    const [post, edit] = teams.sent;
    expect(post).toMatchObject({ kind: 'post', summary: expect.stringContaining('Important: ') });
    expect(edit).toMatchObject({
      kind: 'edit',
      summary: expect.stringContaining('became important'),
    });
    expect(edit?.text).not.toContain('Action.Execute');
    teams.news();
    notifier.reconcile();
    await run();
    expect(teams.news()).toEqual([]);
  });

  it('stays on its card when no new card is posted', async () => {
    const { room, reads, run, teams, clock, tick, subscriptions } = await openWithChannel();
    await reads(room, 'default-speaker', 'unhealthy');
    clock.pass(hour);
    await tick(room);
    await run();
    await subscriptions.unsubscribe(channel, { by: 'anna', at: clock.now() });
    teams.news();
    clock.pass(7 * 24 * hour);
    await tick(room);
    await run();
    expect(teams.news()).toEqual([expect.stringMatching(/^edit .* message-1: Important: /)]);
  });
});
