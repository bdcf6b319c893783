/** Updates of conversations from activities, with a clock that the test moves. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { openSqliteStore, type Store } from '@rooms-pro/store';
import { createManualClock, type ManualClock } from '@rooms-pro/testing/clock';
import { expect, it } from 'vitest';
import { createLog } from '../../log.ts';
import { openStory } from '../../notify/notifyScenario.suite.ts';
import { createRejections } from '../../notify/pauses/rejections.ts';
import { type Incoming, readIncoming } from '../incoming/activity.ts';
import { updateConversations } from './updateConversation.ts';

const team = '19:team@thread.tacv2';
const channels = [team, '19:one@thread.tacv2', '19:two@thread.tacv2', '19:three@thread.tacv2'];

/** A store in which each write of a conversation lasts until every running timer has fired. */
function createSlowStore(clock: ManualClock): Store {
  const store = openSqliteStore({ file: ':memory:' });
  return {
    ...store,
    async putDocument(kind, ...rest) {
      const written = await store.putDocument(kind, ...rest);
      while (kind === 'conversation' && clock.ringNext()) await nextTurn();
      return written;
    },
  };
}

function archived(): Incoming {
  const activity = readIncoming({
    type: 'conversationUpdate',
    channelId: 'msteams',
    serviceUrl: 'http://127.0.0.1:1/',
    from: { id: '29:anna', aadObjectId: 'anna', name: 'Anna' },
    recipient: { id: '28:bot' },
    conversation: { id: team, conversationType: 'channel', tenantId: 'tenant' },
    channelData: { tenant: { id: 'tenant' }, eventType: 'teamArchived', team: { id: team } },
  });
  if (!activity) throw new Error('This is not a valid activity.');
  return activity;
}

it('an archived team causes one card for managers, also when each pause is slow', async () => {
  const clock = createManualClock();
  const story = await openStory({ clock, store: createSlowStore(clock) });
  const facts = { serviceUrl: 'http://127.0.0.1:1/', tenantId: null, botId: 'bot' };
  for (const conversationId of channels) {
    await story.subscribe(conversationId);
    const own = { ...facts, conversationId, kind: 'channel', readerId: null } as const;
    await story.subscriptions.addConversation({ ...own, teamId: team });
  }
  const chat = { ...facts, conversationId: 'a:anna', kind: 'personal', teamId: null } as const;
  await story.subscriptions.addConversation({ ...chat, readerId: 'anna' });
  const { subscriptions, notifier } = story;
  const { now } = clock;
  const log = createLog('silent');
  const rejections = createRejections({ subscriptions, now, log });
  await updateConversations(archived(), { subscriptions, notifier, rejections, now, log });
  await story.run();
  expect(story.teams.news()).toEqual([expect.stringContaining('in 4 conversations.')]);
});
