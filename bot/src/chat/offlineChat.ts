/** The chat without Teams, on any store: for `npm run ask` and tests. It is the same code as in the bot. */
import { randomUUID } from 'node:crypto';
import type { Instant, Person, Rules, TicketNumber } from '@rooms-pro/core';
import type { Store } from '@rooms-pro/store';
import { createExecuteCommand } from '../commands/executeCommand.ts';
import { createFleet } from '../fleet/fleet.ts';
import type { SubscriptionFilter } from '../notify/subscriptions/subscriptions.ts';
import { createLinks } from '../tabLinks.ts';
import { createWorlds } from './chatWorld.ts';
import { type ChatReply, handleChat } from './handleChat.ts';
import { createMemory } from './memory.ts';
import type { ChatSubscription } from './subscribing.ts';

export type OfflineChatOptions = {
  readonly store: Store;
  readonly rules: Rules;
  readonly people: readonly Person[];
  readonly now: Instant;
  readonly timeZone: string;
  readonly dayBegins: string;
  /** What the conversation receives: a filter, `{}` for all cards, `null` for none. */
  readonly subscription: SubscriptionFilter | null;
};

/** One message in the conversation of a person with the bot. */
export type OfflineMessage = {
  readonly person: Person;
  readonly text: string;
  readonly under: TicketNumber | null;
};

/** Opens it: reads all rooms of the store into memory. */
export async function openOfflineChat(options: OfflineChatOptions): Promise<{
  reply(message: OfflineMessage): Promise<ChatReply>;
  close(): void;
}> {
  const { store, rules, people, now, timeZone, dayBegins } = options;
  const fleet = createFleet({ rules, now: () => now, lastSeenAt: () => null });
  for await (const { value } of store.rooms()) fleet.take(value);
  const stopFollowing = store.onCommit(({ room }) => fleet.take(room.value));
  const worldOf = createWorlds(fleet, () => people);
  const memory = createMemory();
  const act = createExecuteCommand({
    store,
    fleet,
    rules: () => rules,
    now: () => now,
    assignable: () => people,
  });
  const subscription = memorySubscription(options.subscription);
  return {
    reply: ({ person, text, under }) =>
      handleChat(
        { text, isPlain: false, under },
        {
          person,
          fleet,
          act,
          rules,
          links: createLinks('https://rooms.example', ''),
          now,
          timeZone,
          dayBegins,
          history: (room, signal) =>
            store.history(room, { limit: 60, ...(signal ? { signal } : {}) }),
          correlationId: randomUUID(),
          assignable: people,
          worldOf,
          memory,
          conversation: person.id,
          subscription,
        },
      ),
    close: stopFollowing,
  };
}

/** A personal conversation whose subscription is in memory only. */
function memorySubscription(first: SubscriptionFilter | null): ChatSubscription {
  let filter = first;
  const isAll = () => filter !== null && Object.keys(filter).length === 0;
  return {
    isShared: false,
    stands: () => filter !== null,
    begin: async () => {
      if (isAll()) return 'stands';
      const begun = filter === null ? 'begun' : 'widened';
      filter = {};
      return begun;
    },
    end: async () => {
      const ended = filter === null ? 'none' : 'ended';
      filter = null;
      return ended;
    },
    narrow: async (wanted) => {
      filter = wanted;
      return 'narrowed';
    },
    save: () => {
      const before = filter;
      return async () => {
        filter = before;
      };
    },
  };
}
