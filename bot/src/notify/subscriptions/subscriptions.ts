/** The conversations that the bot is in, and their subscriptions to incidents. */
import type { IncidentState, Instant, Room, Severity } from '@rooms-pro/core';
import { catchUnreadable, type DocumentKind, type Store, updateDocument } from '@rooms-pro/store';
import { type Conversation, type Conversations, createConversations } from './conversations.ts';
import { type Changes, createChanges, replaceAll, valuesWhere } from './localChanges.ts';

export type { Conversation } from './conversations.ts';

/** The incidents that a subscription includes. An absent part does not limit them. */
export type SubscriptionFilter = {
  readonly groups?: readonly string[];
  readonly buildings?: readonly string[];
  readonly severities?: readonly Severity[];
  readonly states?: readonly IncidentState[];
};

export type Subscription = {
  readonly conversationId: string;
  /** Incidents that start at or after this time are posted; older incidents are not. */
  readonly since: Instant;
  readonly filter: SubscriptionFilter;
  /** The id of the person who made it; absent in older documents. */
  readonly by?: string;
};

/** Who ended a subscription, and when. */
export type Ending = { readonly by: string; readonly at: Instant };

/**
 * A subscription in the store. An ended one stays, with the person who ended it, and includes no
 * incidents.
 */
export type SubscriptionDocument = Subscription & { readonly ended?: Ending };

/** Whether a stored subscription is active and may produce cards. */
export function stands({ filter, ended }: SubscriptionDocument): boolean {
  return ended === undefined && filter.groups?.length !== 0;
}

/** The subscriptions, with the operations on their conversations. */
export type Subscriptions = Conversations & {
  /** Whether the document of the conversation is in quarantine and no message came from it since. */
  isUnreadable(id: string): boolean;
  hasEnded(id: string): boolean;
  /** Erases a conversation and its subscription. */
  removeConversation(conversationId: string): Promise<void>;
  /** Subscriptions of conversations that have not ended. */
  active(): Iterable<Subscription>;
  find(conversationId: string): Subscription | null;
  /** Adds a subscription. Returns false and changes nothing when one exists already. */
  subscribe(subscription: Subscription): Promise<boolean>;
  /** Replaces the existing subscription. */
  replace(subscription: Subscription): Promise<void>;
  /** Ends the subscription. Returns whether there was one. */
  unsubscribe(conversationId: string, ending: Ending): Promise<boolean>;
  /** Reads the changes of other processes from the store. */
  reload(): Promise<void>;
};

/**
 * Opens the conversations and subscriptions of the store and keeps them in memory. Calls `onChanged`
 * after each written change of this process, so that it can inform other processes.
 */
export async function openSubscriptions(
  store: Store,
  onChanged: () => Promise<void> = async () => {},
): Promise<Subscriptions> {
  const conversations = await loadAll<Conversation>(store, 'conversation');
  const subscriptions = await loadActive(store);
  const changes = createChanges(onChanged);
  const hasEnded = (id: string) => conversations.get(id)?.ended !== undefined;
  return {
    ...createConversations(store, conversations, changes),
    ...createSubscriptions(store, subscriptions, changes, hasEnded),
    hasEnded,
    isUnreadable: (id) =>
      !conversations.has(id) && store.quarantine.find('conversation', id) !== null,
    async removeConversation(id) {
      await changes.make(async () => {
        conversations.delete(id);
        subscriptions.delete(id);
        await store.deleteDocument('subscription', id).catch(catchUnreadable);
        await store.deleteDocument('conversation', id).catch(catchUnreadable);
        return true;
      });
    },
    async reload() {
      await changes.readConsistently(async () => {
        const storedConversations = await loadAll<Conversation>(store, 'conversation');
        const activeSubscriptions = await loadActive(store);
        return () => {
          replaceAll(conversations, storedConversations);
          replaceAll(subscriptions, activeSubscriptions);
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
): Pick<Subscriptions, 'active' | 'find' | 'subscribe' | 'replace' | 'unsubscribe'> {
  const put = (id: string, value: Subscription) =>
    changes.make(async () => {
      const before = subscriptions.get(id);
      // Set before the write, so that only one of two simultaneous events treats it as new.
      subscriptions.set(id, value);
      await store.putDocument('subscription', id, value).catch((error) => {
        if (before === undefined) subscriptions.delete(id);
        else subscriptions.set(id, before);
        throw error;
      });
      return true;
    });

  return {
    active: () => valuesWhere(subscriptions, (one) => !hasEnded(one.conversationId)),
    find: (id) => (hasEnded(id) ? null : (subscriptions.get(id) ?? null)),
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
      const end = (stored: SubscriptionDocument | null) => {
        const subscription = stored ?? found;
        // An earlier version of the product ignores `ended`, but posts nothing for an empty list of groups.
        const filter = { ...subscription.filter, groups: [] };
        return { put: { ...subscription, filter, ended }, answer: null };
      };
      return changes.make(async () => {
        subscriptions.delete(id);
        await updateDocument(store, 'subscription', id, end);
        return true;
      });
    },
  };
}

async function loadActive(store: Store): Promise<Map<string, Subscription>> {
  const all = await loadAll<SubscriptionDocument>(store, 'subscription');
  return new Map([...all].filter(([, subscription]) => stands(subscription)));
}

async function loadAll<T>(store: Store, kind: DocumentKind): Promise<Map<string, T>> {
  const values = new Map<string, T>();
  for await (const { id, value } of store.documents<T>(kind)) values.set(id, value);
  return values;
}

/** Whether a subscription includes this room. */
export function wantsRoom({ filter }: Pick<Subscription, 'filter'>, room: Room): boolean {
  return (
    (filter.groups?.some((group) => room.groups.includes(group)) ?? true) &&
    (filter.buildings?.includes(room.building) ?? true)
  );
}
