/** Each card that Teams accepts is one log line with its reason, over a whole scenario. */
import { readFile } from 'node:fs/promises';
import { openOutageRepository } from '@rooms-pro/store';
import { minute } from '@rooms-pro/testing/clock';
import { anna } from '@rooms-pro/testing/scenario';
import { expect, it } from 'vitest';
import { type LogLine, openStory } from './notifyScenario.suite.ts';
import { beginPause } from './pauses/pause.ts';
import { type CardReason, cardReasons } from './plan/cardReason.ts';

const channel = '19:ops@thread.tacv2';

/** A scenario with a room, a channel, a manager's chat and the chat of a person of the room's group. */
async function openLogged() {
  const lines: LogLine[] = [];
  let groups: readonly string[] = ['hamburg'];
  const scenario = await openStory({
    onLine: (line) => lines.push(line),
    currentPerson: (id) => (id === 'lea' ? { ...anna, id, role: 'lead', groups } : { ...anna, id }),
  });
  const room = await scenario.addRoom(1042);
  await scenario.beats(room);
  await scenario.subscribe(channel);
  await scenario.subscribe('a:lea');
  await scenario.subscribe('a:mara');
  await scenario.subscriptions.unsubscribe('a:mara', { by: 'mara', at: scenario.clock.now() });
  for (const id of ['lea', 'mara']) {
    const known = scenario.subscriptions.conversation(`a:${id}`);
    if (known)
      await scenario.subscriptions.addConversation({ ...known, kind: 'personal', readerId: id });
  }
  const logged = () => lines.filter(({ event }) => /^card\.(posted|edited)$/.test(event));
  return {
    ...scenario,
    room,
    logged,
    /** The cards that were logged since the last call: conversation, subject and reason. */
    async reasons(): Promise<string[]> {
      const before = logged().length;
      await scenario.run();
      return logged()
        .slice(before)
        .map(({ event, conversationId, about, reason }) =>
          [event, conversationId, about, reason].join(' '),
        );
    },
    loseAccess() {
      groups = [];
      scenario.notifier.peopleChanged();
    },
  };
}

it('every card has a reason, from the first incident to the end of access', async () => {
  const scenario = await openLogged();
  const { room, breaks, recovers, act, tick, clock, teams, reasons, beats } = scenario;
  await breaks(room, 'display:1');
  expect(await reasons()).toEqual([
    `card.posted ${channel} incident new`,
    'card.posted a:lea incident new',
  ]);
  await act(room, { action: 'respond', signal: 'display:1', notes: 'new cable' });
  expect(await reasons()).toEqual([
    `card.edited ${channel} incident changed`,
    'card.edited a:lea incident changed',
  ]);
  await recovers(room, 'display:1');
  expect(await reasons()).toContain(`card.edited ${channel} incident ended`);
  clock.pass(16 * minute);
  await tick(room);
  expect(await reasons()).toContain(`card.posted ${channel} notice notice`);
  await breaks(room, 'display:1');
  expect(await reasons()).toEqual(
    expect.arrayContaining([
      `card.posted ${channel} incident new`,
      `card.edited ${channel} incident superseded`,
    ]),
  );
  await beats(room);
  const place = { scope: 'building', building: 'Alster House', floor: '', subnet: '' } as const;
  const { id } = await openOutageRepository(scenario.store).claim(place, clock.now());
  await scenario.goesSilent(room, id);
  await scenario.joins(room, id);
  expect(await reasons()).toContain(`card.posted ${channel} outage outage`);
  const cause = { reason: 'readOnly', status: 403, code: 'x', rejections: 3 } as const;
  await scenario.subscriptions.pause(channel, () => beginPause(cause, clock.now()));
  scenario.notifier.conversationChanged(channel);
  expect(await reasons()).toContain('card.posted a:mara pauses conversationPaused');
  scenario.loseAccess();
  expect(await reasons()).toContain('card.edited a:lea incident accessRevoked');

  const all = scenario.logged();
  expect(all).toHaveLength(teams.sent.length);
  for (const { reason } of all) expect(cardReasons).toContain(reason);
  const used = new Set(all.map(({ reason }) => reason as CardReason));
  const ofPeople: CardReason[] = ['asked', 'clicked', 'welcome'];
  expect([...used, ...ofPeople].toSorted()).toEqual([...cardReasons].toSorted());
});

it('a channel whose subscription ended because access was revoked gets one card with that reason', async () => {
  const scenario = await openLogged();
  const wanted = { conversationId: channel, since: scenario.clock.now(), filter: {}, by: 'lea' };
  await scenario.subscriptions.replace(wanted);
  scenario.loseAccess();
  expect(await scenario.reasons()).toEqual([`card.posted ${channel} subscription accessRevoked`]);
  expect(scenario.teams.sent).toHaveLength(1);
});

it('the runbook explains each reason, and no other', async () => {
  const runbook = await readFile(new URL('../../../docs/runbook.md', import.meta.url), 'utf8');
  const [, chapter = ''] = runbook.split('### The reason of a card\n');
  const rows = [...(chapter.split('\n## ')[0] ?? '').matchAll(/^\| `(\w+)` \| \S.*\|$/gm)];
  expect(rows.map(([, reason]) => reason)).toEqual([...cardReasons]);
});
