/** Manages subscriptions without Teams: lists them, ends one, and resumes a paused one. */
import {
  type Conversation,
  openSubscriptions,
  type SubscriptionDocument,
  stands,
} from '@rooms-pro/bot/subscriptions';
import { openPeopleDirectory, signalChange } from '@rooms-pro/store';
import type { OperateCommand, Operation } from './operation.ts';

/** The commands by name. */
export const subscriptionCommands: Readonly<Record<string, OperateCommand>> = {
  subscriptions: {
    usage: 'subscriptions',
    about: 'which conversations get cards, since when and by whom',
    run: showSubscriptions,
  },
  unsubscribe: {
    usage: 'unsubscribe <id>',
    about: 'ends the cards of a conversation',
    run: unsubscribe,
  },
  resume: {
    usage: 'resume <id>',
    about: 'sends again to a paused or ended conversation',
    run: resume,
  },
};

const kinds = { personal: 'personal', groupChat: 'group chat', channel: 'channel' } as const;

async function showSubscriptions({ store }: Operation): Promise<string[]> {
  const directory = openPeopleDirectory(store);
  await directory.load();
  const nameOf = (id: string) => directory.find(id)?.name ?? id;
  const lines: string[] = [];
  for await (const { id, value } of store.documents<SubscriptionDocument>('subscription')) {
    const conversation = (await store.document<Conversation>('conversation', id))?.value;
    const kind = conversation ? kinds[conversation.kind] : 'left';
    const { since, by, ended } = value;
    const whose = by === undefined ? 'by an unknown person' : `by ${nameOf(by)}`;
    const state = ended
      ? `ended ${ended.at} by ${nameOf(ended.by)}`
      : stands(value)
        ? sayFilter(value, kind)
        : 'of no room';
    const parts = [
      `${kind.padEnd(10)} since ${since} ${whose}`,
      state,
      ...sayStanding(conversation),
    ];
    lines.push(plain(`${id}  ${parts.join(', ')}`));
  }
  return lines.length > 0 ? lines : ['There is no subscription yet.'];
}

/** Why no cards arrive in a conversation; empty when cards arrive. */
function sayStanding(conversation: Conversation | undefined): string[] {
  const { ended, paused } = conversation ?? {};
  if (ended) return [`left ${ended.at} (${ended.how})`];
  if (!paused) return [];
  const { since, reason, status, code, rejections, nextAt } = paused;
  const teams = [status, code].filter(Boolean).join(' ');
  const next = nextAt === null ? 'no further retry' : `next retry ${nextAt}`;
  const why = teams === '' ? reason : `${reason}, ${teams}`;
  return [`paused ${since} (${why}), ${rejections} rejections, ${next}`];
}

/** The stored filter. The current rights of its creator limit each card further. */
function sayFilter({ filter }: SubscriptionDocument, kind: string): string {
  const parts = Object.entries(filter).flatMap(([name, wanted]) =>
    wanted === undefined ? [] : [`${name} ${wanted.join(', ')}`],
  );
  return parts.length > 0
    ? parts.join('; ')
    : kind === kinds.personal
      ? 'rooms of its reader'
      : 'all rooms';
}

async function unsubscribe({ store, operator, now, words }: Operation): Promise<string[]> {
  const [id = ''] = words;
  const subscriptions = await openSubscriptions(store, () =>
    signalChange(store, 'audience', now()),
  );
  const isEnded = await subscriptions.unsubscribe(id, { by: `operator-${operator}`, at: now() });
  return [
    isEnded
      ? 'Ended; the bot posts no new cards there within seconds. Existing cards are still updated.'
      : 'There is no such subscription.',
  ];
}

async function resume({ store, now, words }: Operation): Promise<string[]> {
  const [id = ''] = words;
  const subscriptions = await openSubscriptions(store, () =>
    signalChange(store, 'audience', now()),
  );
  const isBack = await subscriptions.bringBack(id);
  const isResumed = await subscriptions.resume(id);
  return [
    isBack || isResumed
      ? 'Resumed; the bot sends there within seconds. If Teams rejects it again, it is paused again.'
      : 'There is no such conversation that is paused or ended.',
  ];
}

/** Replaces control characters, because a terminal would interpret them in ids and names. */
function plain(text: string): string {
  return text.replace(/\p{C}/gu, '·');
}
