/** Answers to people: each is one log line with its reason, and a bug does not count as a rejection. */
import { openSqliteStore } from '@rooms-pro/store';
import { activitiesOf } from '@rooms-pro/testing/teams';
import { expect, it } from 'vitest';
import { createLog } from '../../log.ts';
import { createDelivery } from '../../notify/delivery/delivery.ts';
import { SendError } from '../../notify/delivery/messenger.ts';
import { type LogLine, until } from '../../notify/notifyScenario.suite.ts';
import { openSubscriptions } from '../../notify/subscriptions/subscriptions.ts';
import { openTeamsScenario } from '../teamsScenario.suite.ts';
import { createAnswers } from './replies.ts';

function createLines() {
  const lines: LogLine[] = [];
  const log = createLog('info', { write: (line: string) => void lines.push(JSON.parse(line)) });
  return { lines, log };
}

it('every card that reaches Teams is one log line with a reason', async () => {
  const { lines, log } = createLines();
  const story = await openTeamsScenario(undefined, { log });
  const at = (id: string, conversationType: string) =>
    activitiesOf(story.connector.url, { id, conversationType });
  const anna = at('a:anna', 'personal');
  const channel = at('19:ops@thread.tacv2', 'channel');
  const sent = () =>
    lines.filter(({ event }) => /^(card\.(posted|edited)|answer\.sent)$/.test(event));
  const reasons = (from: number) =>
    sent()
      .slice(from)
      .map(({ event, kind, reason }) => [event, kind, reason].filter(Boolean).join(' '))
      .toSorted();

  const room = await story.addRoom(1042);
  await story.send(channel.install);
  await story.send(anna.says('unsubscribe'));
  expect(reasons(0)).toEqual(['answer.sent post welcome', 'answer.sent reply asked']);
  await story.breaks(room, 'display:1');
  await story.notifier.idle();
  expect(reasons(2)).toEqual(['card.posted new']);
  await story.send(anna.says('ticket 1042-1'));
  expect(reasons(3)).toEqual(['answer.sent reply asked']);
  const data = { ticket: '1042-1', episode: 1, activation: 1 };
  await story.send(anna.clicks('message-4', 'assign', data));
  await until(() => sent().length === 6);
  await story.notifier.idle();
  expect(reasons(4)).toEqual(['answer.sent edit clicked', 'card.edited changed']);
  const cards = story.connector.delivered.filter(({ activity }) => activity.type === 'message');
  expect(sent()).toHaveLength(cards.length);
  await story.close();
});

it('a bug while a clicked card is edited is logged with its stack, once', async () => {
  const { lines, log } = createLines();
  const store = openSqliteStore({ file: ':memory:' });
  const now = () => '2026-11-22T08:00:00.000Z';
  const delay = async () => {};
  const delivery = createDelivery({
    subscriptions: await openSubscriptions(store),
    now,
    delay,
    log,
  });
  const failures = [
    new SendError({ kind: 'failed', status: 400 }),
    new SendError({ kind: 'failed', status: null }, new TypeError('x is undefined')),
    new TypeError('y is undefined'),
  ];
  let attempts = 0;
  const answers = createAnswers({
    messenger: {
      post: async () => 'message-1',
      edit: async () => {
        attempts += 1;
        throw failures.shift();
      },
      reply: async () => {},
      typing: async () => {},
    },
    delivery,
    delay,
    random: () => 0,
    onPaused: () => {},
    log,
  });
  const make = () => ({ card: {}, summary: '' });
  for (let nth = 0; nth < 3; nth += 1)
    answers.edit('a:anna', 'message-1', { reason: 'clicked', make });
  await answers.idle();
  expect(attempts).toBe(3);
  const failed = { event: 'answer.failed', level: 50, reason: 'clicked' };
  expect(lines).toEqual([
    expect.objectContaining({ event: 'card.left' }),
    expect.objectContaining({
      ...failed,
      err: expect.objectContaining({ stack: expect.stringContaining('x is undefined') }),
    }),
    expect.objectContaining({
      ...failed,
      err: expect.objectContaining({ stack: expect.stringContaining('y is undefined') }),
    }),
  ]);
  await store.close();
});
