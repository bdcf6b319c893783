/** Who gets cards, from outside Teams: all subscriptions with who made them, and the end of one. */
import {
  type Conversation,
  openAudience,
  type SubscriptionDocument,
  stands,
} from '@rooms-pro/bot/audience';
import { openPeopleBook, raiseMark, type Store } from '@rooms-pro/store';
import type { OperateCommand, Operation } from './commands.ts';

/** Both commands by their names. */
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
};

const kinds = { personal: 'personal', groupChat: 'group chat', channel: 'channel' } as const;

async function showSubscriptions({ store }: Operation): Promise<string[]> {
  const book = openPeopleBook(store);
  await book.load();
  const nameOf = (id: string) => book.find(id)?.name ?? id;
  const lines: string[] = [];
  for await (const { id, value } of store.documents<SubscriptionDocument>('subscription')) {
    const kind = await kindOf(store, id);
    const { since, by, ended } = value;
    const whose = by === undefined ? 'by an unknown person' : `by ${nameOf(by)}`;
    const state = ended
      ? `ended ${ended.at} by ${nameOf(ended.by)}`
      : stands(value)
        ? sayFilter(value, kind)
        : 'of no room';
    lines.push(plain(`${id}  ${kind.padEnd(10)} since ${since} ${whose}, ${state}`));
  }
  return lines.length > 0 ? lines : ['There is no subscription yet.'];
}

async function kindOf(store: Store, id: string): Promise<string> {
  const kind = (await store.document<Conversation>('conversation', id))?.value.kind;
  return kind === undefined ? 'left' : kinds[kind];
}

/** As it was made; what whoever made it may see now narrows it further with each card. */
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
  const audience = await openAudience(store, () => raiseMark(store, 'audience', now()));
  const isEnded = await audience.unsubscribe(id, { by: `operator-${operator}`, at: now() });
  return [
    isEnded
      ? 'Ended; the bot posts no new cards there within seconds. Cards that stand stay true.'
      : 'There is no such subscription.',
  ];
}

/** Ids come from Teams, names from people: neither may hold what a terminal would obey. */
function plain(text: string): string {
  return text.replace(/\p{C}/gu, '·');
}
