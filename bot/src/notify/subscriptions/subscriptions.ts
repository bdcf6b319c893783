/** Who is told: the conversations the bot is in, and which of them subscribed to incidents. */
import type { IncidentState, Instant, Room, Severity } from '@rooms-pro/core';
import { catchUnreadable, type DocumentKind, type Store } from '@rooms-pro/store';
import type { Pause } from '../pauses/pause.ts';
import { createConversations } from './conversations.ts';
import { type Changes, createChanges, takeOver, those } from './localChanges.ts';

export const conversationKinds = ['personal', 'groupChat', 'channel'] as const;
export type ConversationKind = (typeof conversationKinds)[number];

/** A conversation the bot is in, with what a send needs that no message prompted. */
export type Conversation = {
  /** Without the thread: never `…;messageid=…`. */
  readonly conversationId: string;
  readonly kind: ConversationKind;
  readonly serviceUrl: string;
  readonly tenantId: string | null;
  readonly teamId: string | null;
  /** The bot's own account in this conversation. */
  readonly botId: string;
  /** Who alone reads a personal conversation; `null` where many do. */
  readonly readerId: string | null;
  /** The names of team, channel and group chat, as Teams said them last. */
  readonly teamName?: string;
  readonly channelName?: string;
  readonly chatName?: string;
  /** `shared` and `private` channels are joined and left apart from their team. */
  readonly channelType?: string;
  /** Teams rejects what is sent to it: it is tried again now and then. */
  readonly paused?: Pause;
  /** An event ended it. It is kept for a while, with its subscription, because it may come back. */
  readonly ended?: ConversationEnd;
};

/** Which event ended a conversation. */
export type ConversationEnd = {
  readonly how: 'botRemoved' | 'channelDeleted' | 'teamLeft' | 'teamDeleted';
  readonly at: Instant;
};

/** What activities say of a conversation. */
export type ConversationFacts = Omit<Conversation, 'paused' | 'ended'>;
export type ConversationNames = Pick<Conversation, 'teamName' | 'channelName'>;
/** Whether a conversation is new, was known, or had ended and came back. */
export type Met = 'new' | 'known' | 'back';

/** What a subscription wants; a part left out wants everything. */
export type SubscriptionFilter = {
  readonly groups?: readonly string[];
  readonly buildings?: readonly string[];
  readonly severities?: readonly Severity[];
  readonly states?: readonly IncidentState[];
};

export type Subscription = {
  readonly conversationId: string;
  /** Incidents from then on are posted; older ones are history. */
  readonly since: Instant;
  readonly filter: SubscriptionFilter;
  /** The id of who made it; older ones do not say. */
  readonly by?: string;
};

/** Who ended a subscription, and when. */
export type Ending = { readonly by: string; readonly at: Instant };

/** As the store keeps it: one that ended stays, with who ended it, and wants nothing. */
export type SubscriptionDocument = Subscription & { readonly ended?: Ending };

/** Whether a stored subscription brings cards at all. */
export function stands({ filter, ended }: SubscriptionDocument): boolean {
  return ended === undefined && filter.groups?.length !== 0;
}

export type Subscriptions = {
  /** A conversation that has not ended. */
  conversation(id: string): Conversation | null;
  conversations(): Iterable<Conversation>;
  /** Whether its document is in quarantine and no message came from there since. */
  isUnreadable(id: string): boolean;
  /** Conversations that have ended and may come back. */
  ended(): Iterable<Conversation>;
  hasEnded(id: string): boolean;
  /** Takes note of a conversation. New and back are said once, however often events repeat. */
  meet(conversation: ConversationFacts): Promise<Met>;
  /** Notes new names. */
  rename(conversationId: string, names: ConversationNames): Promise<void>;
  /** Ends a conversation and keeps it with its subscription. Whether it had not ended before. */
  end(conversationId: string, ending: ConversationEnd): Promise<boolean>;
  /** Undoes an end. Whether there was one. */
  bringBack(conversationId: string): Promise<boolean>;
  /** Pauses a conversation, or changes its pause: `next` returns the new one, `null` for no change. */
  pause(conversationId: string, next: (known: Pause | null) => Pause | null): Promise<boolean>;
  /** Ends a pause. Whether there was one. */
  resume(conversationId: string): Promise<boolean>;
  /** Erases a conversation and its subscription. */
  forget(conversationId: string): Promise<void>;
  /** Subscriptions of conversations that have not ended. */
  subscriptions(): Iterable<Subscription>;
  subscription(conversationId: string): Subscription | null;
  /** Whether it is new; one that stands stays as it is. */
  subscribe(subscription: Subscription): Promise<boolean>;
  /** Puts this one in the place of the one that stands. */
  replace(subscription: Subscription): Promise<void>;
  /** Whether there was one. */
  unsubscribe(conversationId: string, ending: Ending): Promise<boolean>;
  /** Takes over what other processes have written. */
  reload(): Promise<void>;
};

/**
 * The audience as the store remembers it, kept in memory. `onChanged` hears of each change made here
 * once it is written; where several processes own the audience, the others learn of it that way.
 */
export async function openSubscriptions(
  store: Store,
  onChanged: () => Promise<void> = async () => {},
): Promise<Subscriptions> {
  const conversations = await allOf<Conversation>(store, 'conversation');
  const subscriptions = await standingOf(store);
  const changes = createChanges(onChanged);
  const hasEnded = (id: string) => conversations.get(id)?.ended !== undefined;
  return {
    ...createConversations(store, conversations, changes),
    ...createSubscriptions(store, subscriptions, changes, hasEnded),
    hasEnded,
    isUnreadable: (id) =>
      !conversations.has(id) && store.quarantine.find('conversation', id) !== null,
    async forget(id) {
      await changes.make(async () => {
        conversations.delete(id);
        subscriptions.delete(id);
        await store.deleteDocument('subscription', id).catch(catchUnreadable);
        await store.deleteDocument('conversation', id).catch(catchUnreadable);
        return true;
      });
    },
    async reload() {
      await changes.whileNone(async () => {
        const told = await allOf<Conversation>(store, 'conversation');
        const wanted = await standingOf(store);
        return () => {
          takeOver(conversations, told);
          takeOver(subscriptions, wanted);
        };
      });
    },
  };
}

function createSubscriptions(
  store: Store,
  subscriptions: Map<string, Subscription>,
  changes: Changes,
  hasEnded: (id: string) => boolean,
): Pick<Subscriptions, 'subscriptions' | 'subscription' | 'subscribe' | 'replace' | 'unsubscribe'> {
  const put = (id: string, value: Subscription) =>
    changes.make(async () => {
      const before = subscriptions.get(id);
      // Set before the write, so that of two events at once only one finds it new.
      subscriptions.set(id, value);
      await store.putDocument('subscription', id, value).catch((error) => {
        if (before === undefined) subscriptions.delete(id);
        else subscriptions.set(id, before);
        throw error;
      });
      return true;
    });

  return {
    subscriptions: () => those(subscriptions, (one) => !hasEnded(one.conversationId)),
    subscription: (id) => (hasEnded(id) ? null : (subscriptions.get(id) ?? null)),
    async subscribe(subscription) {
      const id = subscription.conversationId;
      if (subscriptions.has(id)) return false;
      await put(id, subscription);
      return true;
    },
    async replace(subscription) {
      await put(subscription.conversationId, subscription);
    },
    async unsubscribe(id, ended) {
      const found = subscriptions.get(id);
      if (found === undefined) return false;
      // A version that does not know endings posts nothing for no groups.
      const filter = { ...found.filter, groups: [] };
      const kept: SubscriptionDocument = { ...found, filter, ended };
      return changes.make(async () => {
        subscriptions.delete(id);
        await store.putDocument('subscription', id, kept);
        return true;
      });
    },
  };
}

async function standingOf(store: Store): Promise<Map<string, Subscription>> {
  const all = await allOf<SubscriptionDocument>(store, 'subscription');
  return new Map([...all].filter(([, subscription]) => stands(subscription)));
}

async function allOf<T>(store: Store, kind: DocumentKind): Promise<Map<string, T>> {
  const values = new Map<string, T>();
  for await (const { id, value } of store.documents<T>(kind)) values.set(id, value);
  return values;
}

/** Whether a subscription wants anything of this room at all. */
export function wantsRoom({ filter }: Pick<Subscription, 'filter'>, room: Room): boolean {
  return (
    (filter.groups?.some((group) => room.groups.includes(group)) ?? true) &&
    (filter.buildings?.includes(room.building) ?? true)
  );
}
