/** Who is told: the conversations the bot is in, and which of them subscribed to incidents. */
import type { IncidentState, Instant, Room, Severity } from '@rooms-pro/core';
import { type DocumentKind, isUnreadable, type Store } from '@rooms-pro/store';

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
};

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

export type Audience = {
  conversation(id: string): Conversation | null;
  conversations(): Iterable<Conversation>;
  /** Whether its document is in quarantine and nobody has written from there since. */
  isUnreadable(id: string): boolean;
  /** Takes note of a conversation. Whether it is new: true once, however often events repeat. */
  meet(conversation: Conversation): Promise<boolean>;
  /** Drops a conversation and its subscription. */
  forget(conversationId: string): Promise<void>;
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
export async function openAudience(
  store: Store,
  onChanged: () => Promise<void> = async () => {},
): Promise<Audience> {
  const conversations = await allOf<Conversation>(store, 'conversation');
  const subscriptions = await standingOf(store);
  const changes = createChanges(onChanged);
  const put = <T>(kind: DocumentKind, known: Map<string, T>, id: string, value: T) =>
    changes.make(async () => {
      const before = known.get(id);
      // Set before the write, so that of two events at once only one finds it new.
      known.set(id, value);
      await store.putDocument(kind, id, value).catch((error) => {
        // A conversation in quarantine is known for as long as this process runs: it was just heard from.
        if (kind === 'conversation' && isUnreadable(error)) return;
        if (before === undefined) known.delete(id);
        else known.set(id, before);
        throw error;
      });
    });
  return {
    conversation: (id) => conversations.get(id) ?? null,
    conversations: () => conversations.values(),
    isUnreadable: (id) =>
      !conversations.has(id) && store.quarantine.find('conversation', id) !== null,
    async meet(told) {
      const id = told.conversationId;
      const known = conversations.get(id);
      // Not every activity names the team.
      const conversation = { ...told, teamId: told.teamId ?? known?.teamId ?? null };
      if (known && JSON.stringify(known) === JSON.stringify(conversation)) return false;
      await put('conversation', conversations, id, conversation);
      return known === undefined;
    },
    forget: (id) =>
      changes.make(async () => {
        conversations.delete(id);
        subscriptions.delete(id);
        await store.deleteDocument('subscription', id).catch(leaveUnreadable);
        await store.deleteDocument('conversation', id).catch(leaveUnreadable);
      }),
    subscriptions: () => subscriptions.values(),
    subscription: (id) => subscriptions.get(id) ?? null,
    async subscribe(subscription) {
      const id = subscription.conversationId;
      if (subscriptions.has(id)) return false;
      await put('subscription', subscriptions, id, subscription);
      return true;
    },
    replace: (subscription) =>
      put('subscription', subscriptions, subscription.conversationId, subscription),
    async unsubscribe(id, ended) {
      const standing = subscriptions.get(id);
      if (standing === undefined) return false;
      // A version that does not know endings posts nothing for no groups.
      const filter = { ...standing.filter, groups: [] };
      const kept: SubscriptionDocument = { ...standing, filter, ended };
      await changes.make(async () => {
        subscriptions.delete(id);
        await store.putDocument('subscription', id, kept);
      });
      return true;
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

/** What is in quarantine stays where it is, and brings no cards. */
function leaveUnreadable(error: unknown): void {
  if (!isUnreadable(error)) throw error;
}

/** What is being changed here, so that nothing read meanwhile is put in its place. */
function createChanges(onChanged: () => Promise<void>) {
  const underWay = new Set<Promise<void>>();
  let begun = 0;
  return {
    async make(change: () => Promise<void>): Promise<void> {
      begun += 1;
      const made = change();
      underWay.add(made);
      try {
        await made;
      } finally {
        underWay.delete(made);
      }
      await onChanged();
    },
    /** Reads, then takes over what was read; again when something was changed in between. */
    async whileNone(read: () => Promise<() => void>): Promise<void> {
      for (;;) {
        while (underWay.size > 0) await Promise.allSettled(underWay);
        const before = begun;
        const applied = await read();
        if (begun === before) return applied();
      }
    },
  };
}

function takeOver<T>(known: Map<string, T>, read: ReadonlyMap<string, T>): void {
  for (const id of known.keys()) if (!read.has(id)) known.delete(id);
  for (const [id, value] of read) known.set(id, value);
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
