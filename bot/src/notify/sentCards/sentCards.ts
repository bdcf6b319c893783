/** The record of sent cards: where each card is and what it shows. One document per room or outage. */
import type { Instant, OutageId, OutageLocation, RoomId, SignalId } from '@rooms-pro/core';
import {
  catchUnreadable,
  isUnreadable,
  type Store,
  type Stored,
  updateDocument,
} from '@rooms-pro/store';
import type { SubscriptionFilter } from '../subscriptions/subscriptions.ts';

/** The topic of a card. */
export type Subject = RoomId | OutageId;

export function isOutage(subject: Subject): subject is OutageId {
  return subject.startsWith('outage-');
}

/** A card about an incident. */
export type AboutIncident = {
  readonly about: 'incident';
  readonly signal: SignalId;
  /**
   * The occurrence that the card was posted for, for example `1.2!`. Each occurrence gets its own card.
   */
  readonly run: string;
};

/** A card of a notice, which is sent once. */
export type AboutNotice = { readonly about: 'notice'; readonly notice: string };

/** A card about an outage, with the facts that are no longer available when the rooms are back. */
export type AboutOutage = {
  readonly about: 'outage';
  readonly place: OutageLocation;
  readonly timeZone: string;
  /** Which rooms the card counts: the filter of the subscription when the card was posted. */
  readonly filter: SubscriptionFilter;
  /** When the first room of the outage disconnected. */
  readonly since: Instant;
  /** The largest number of rooms that were disconnected at the same time. */
  readonly most: number;
  /** When the last room of the outage came back; `null` while rooms are disconnected. */
  readonly endedAt: Instant | null;
};

export type About = AboutIncident | AboutNotice | AboutOutage;

/** A card that exists in a conversation. */
export type SentCard<A extends About = About> = A & {
  readonly conversationId: string;
  readonly activityId: string;
  /** A hash of the content: equal hashes mean equal cards. */
  readonly shown: string;
  /** Whether the card shows that its incident or outage is over. */
  readonly isOver: boolean;
  readonly at: Instant;
  /** A person deleted the message, so it is neither edited nor posted again. */
  readonly givenUp?: boolean;
};

/** The key of a card within its room or outage. */
export type SentCardKey = `${string}|${string}`;
export type SentCards = ReadonlyMap<SentCardKey, SentCard>;

export function sentCardKey(conversationId: string, about: About): SentCardKey {
  switch (about.about) {
    case 'incident':
      return `${conversationId}|${about.signal}|${about.run}`;
    case 'notice':
      return `${conversationId}|notice|${about.notice}`;
    case 'outage':
      return `${conversationId}|outage`;
  }
}

export type SentCardStore = {
  of(subject: Subject): SentCards;
  subjects(): Iterable<Subject>;
  /**
   * Whether the cards of the subject are known. False while their document is in quarantine: then the
   * bot sends nothing about the subject, because it would post each card a second time.
   */
  isKnown(subject: Subject): Promise<boolean>;
  /** Reads the documents in quarantine again. Returns the subjects whose cards are known from now on. */
  rereadUnreadable(): Promise<readonly Subject[]>;
  /** Records a card. The record is durable when the promise resolves. */
  put(subject: Subject, post: SentCard): Promise<void>;
  /** Deletes the records of cards that need no more edits. Also repeats a write that failed before. */
  drop(subject: Subject, keys: readonly SentCardKey[]): Promise<void>;
};

type PostsDocument = { readonly posts: Readonly<Record<SentCardKey, SentCard>> };

const noCards: SentCards = new Map();
const noPosts: PostsDocument = { posts: {} };

/**
 * Opens the records of the store and keeps them in memory. One process at a time owns them. The
 * previous owner may still record a send that was in flight; then the records of both processes are
 * merged.
 */
export async function openSentCardStore(store: Store): Promise<SentCardStore> {
  const subjects = new Map<Subject, Map<SentCardKey, SentCard>>();
  const etags = new Map<Subject, string>();
  const documents = createRecordReader(store, subjects, etags);
  await documents.load();
  /** The keys that this process changed and has not written yet. */
  const changed = new Map<Subject, ReadonlySet<SentCardKey>>();
  const addChanged = (subject: Subject, keys: Iterable<SentCardKey>) =>
    changed.set(subject, new Set([...(changed.get(subject) ?? []), ...keys]));

  /** The cards to write: those in memory, or those of another process with the changes of this one. */
  function merge(subject: Subject, stored: SentCards | null, keys: ReadonlySet<SentCardKey>) {
    const own = subjects.get(subject) ?? noCards;
    if (stored === null) return own;
    const merged = new Map(stored);
    for (const key of keys) {
      const card = own.get(key);
      if (card) merged.set(key, card);
      else merged.delete(key);
    }
    if (merged.size === 0) subjects.delete(subject);
    else subjects.set(subject, merged);
    return merged;
  }

  /** Writes the changed cards of a subject. Conversations share the document of a subject. */
  async function save(subject: Subject, keys: readonly SentCardKey[]): Promise<void> {
    addChanged(subject, keys);
    const writing = new Set<SentCardKey>();
    const change = (document: PostsDocument | null, etag: string | null) => {
      for (const key of changed.get(subject) ?? []) writing.add(key);
      changed.delete(subject);
      // The write before this one has written these keys too.
      if (writing.size === 0) return { put: null, answer: null };
      const isKnown = etag === (etags.get(subject) ?? null);
      const stored = document === null ? noCards : postsIn(document);
      const cards = merge(subject, isKnown ? null : stored, writing);
      if (cards.size === 0) return { remove: true, answer: null } as const;
      return { put: { posts: Object.fromEntries(cards) }, answer: null };
    };
    const known = () => {
      const etag = etags.get(subject);
      // `merge` uses the cards in memory for the known version.
      return etag === undefined ? null : { value: noPosts, etag };
    };
    try {
      const { stored } = await updateDocument(store, 'posts', subject, change, { known });
      if (stored === null) etags.delete(subject);
      else etags.set(subject, stored.etag);
    } catch (error) {
      documents.noteUnreadable(subject, error);
      addChanged(subject, writing);
      throw error;
    }
  }

  return {
    of: (subject) => subjects.get(subject) ?? noCards,
    subjects: () => subjects.keys(),
    ...documents.known,
    put(subject, post) {
      const cards = subjects.get(subject) ?? new Map<SentCardKey, SentCard>();
      const key = sentCardKey(post.conversationId, post);
      subjects.set(subject, cards.set(key, post));
      return save(subject, [key]);
    },
    async drop(subject, keys) {
      if (remove(subjects, subject, keys) || changed.has(subject)) await save(subject, keys);
    },
  };
}

/** Removes cards from memory. Returns whether the subject had cards. */
function remove(
  subjects: Map<Subject, Map<SentCardKey, SentCard>>,
  subject: Subject,
  keys: readonly SentCardKey[],
): boolean {
  const cards = subjects.get(subject);
  if (!cards || keys.length === 0) return false;
  for (const key of keys) cards.delete(key);
  if (cards.size === 0) subjects.delete(subject);
  return true;
}

/** Reads the documents of subjects one by one, and tracks which of them are in quarantine. */
function createRecordReader(
  store: Store,
  subjects: Map<Subject, Map<SentCardKey, SentCard>>,
  etags: Map<Subject, string>,
) {
  const unreadable = new Set<Subject>();

  function setCards(subject: Subject, { value, etag }: Stored<PostsDocument>): void {
    subjects.set(subject, postsIn(value));
    etags.set(subject, etag);
  }

  /** Reads an unreadable document again, because it may have been repaired. */
  async function isKnown(subject: Subject): Promise<boolean> {
    if (!unreadable.has(subject)) return true;
    const reading = store.document<PostsDocument>('posts', subject);
    const found = await reading.catch(catchUnreadable);
    if (found === 'unreadable') return false;
    if (found !== null) setCards(subject, found);
    unreadable.delete(subject);
    return true;
  }

  return {
    /** Call it with an error of the store. */
    noteUnreadable(subject: Subject, error: unknown): void {
      if (isUnreadable(error)) unreadable.add(subject);
    },
    async load(): Promise<void> {
      for await (const stored of store.documents<PostsDocument>('posts'))
        setCards(stored.id as Subject, stored);
      for (const { kind, id } of store.quarantine.list())
        if (kind === 'posts') unreadable.add(id as Subject);
    },
    known: {
      isKnown,
      async rereadUnreadable(): Promise<Subject[]> {
        const known: Subject[] = [];
        for (const subject of [...unreadable]) if (await isKnown(subject)) known.push(subject);
        return known;
      },
    },
  };
}

/** Whether this message is a card that the notifier of any process updates. */
export async function isSentCard(store: Store, subject: Subject, activityId: string) {
  const found = await store.document<PostsDocument>('posts', subject).catch(catchUnreadable);
  if (found === null || found === 'unreadable') return false;
  return Object.values(found.value.posts).some((post) => post.activityId === activityId);
}

function postsIn({ posts }: PostsDocument): Map<SentCardKey, SentCard> {
  const upgraded = Object.values(posts).map(upgrade);
  return new Map(upgraded.map((post) => [sentCardKey(post.conversationId, post), post]));
}

/**
 * Upgrades a record of an earlier version of the product, which had only incident cards and ignored
 * their severity.
 */
function upgrade(post: SentCard): SentCard {
  if (post.about !== undefined) return post;
  const early: SentCard<AboutIncident> = post;
  return { ...early, about: 'incident', run: `${early.run}!` };
}
