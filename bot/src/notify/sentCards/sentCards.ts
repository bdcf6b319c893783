/** What was posted where, and what it shows: the notifier's memory, one document a room or outage. */
import type { Instant, OutageId, OutageLocation, RoomId, SignalId } from '@rooms-pro/core';
import { catchUnreadable, isUnreadable, type Store, type Stored } from '@rooms-pro/store';
import type { SubscriptionFilter } from '../subscriptions/subscriptions.ts';

/** What cards are about. */
export type Subject = RoomId | OutageId;

export function isOutage(subject: Subject): subject is OutageId {
  return subject.startsWith('outage-');
}

/** A card about an incident. */
export type AboutIncident = {
  readonly about: 'incident';
  readonly signal: SignalId;
  /** What it was posted for, `1.2!`: each run gets a card of its own. */
  readonly run: string;
};

/** A card that says something once. */
export type AboutNotice = { readonly about: 'notice'; readonly notice: string };

/** A card about an outage, with what can no longer be asked for once rooms are back. */
export type AboutOutage = {
  readonly about: 'outage';
  readonly place: OutageLocation;
  readonly timeZone: string;
  /** Whose rooms it counts: as subscribed when it was posted. */
  readonly filter: SubscriptionFilter;
  /** Since when the first of its rooms is silent. */
  readonly since: Instant;
  /** The most rooms that were silent at a time. */
  readonly most: number;
  /** When the last of its rooms came back; `null`: some are silent. */
  readonly endedAt: Instant | null;
};

export type About = AboutIncident | AboutNotice | AboutOutage;

/** A card that stands in a conversation. */
export type SentCard<A extends About = About> = A & {
  readonly conversationId: string;
  readonly activityId: string;
  /** Stands for what it shows; the same text, the same card. */
  readonly shown: string;
  /** Whether it shows something that is over. */
  readonly isOver: boolean;
  readonly at: Instant;
  /** Somebody deleted the message: it is neither edited nor posted again. */
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
   * Whether it is known what stands where. False while the document is in quarantine: then nothing may be
   * sent about the subject, because each card would be posted a second time.
   */
  isKnown(subject: Subject): Promise<boolean>;
  /** Reads again what is in quarantine; answers the subjects that are known from now on. */
  readAgain(): Promise<readonly Subject[]>;
  /** Notes a card; durable when this resolves. */
  put(subject: Subject, post: SentCard): Promise<void>;
  /** Drops cards that need no more edits. Also writes again what could not be written before. */
  drop(subject: Subject, keys: readonly SentCardKey[]): Promise<void>;
};

type PostsDocument = { readonly posts: Readonly<Record<SentCardKey, SentCard>> };

const none: SentCards = new Map();

/**
 * The book as the store remembers it, kept in memory. One process at a time owns it; a send that its
 * last owner had in flight may still be noted, and then both are kept.
 */
export async function openSentCardStore(store: Store): Promise<SentCardStore> {
  const subjects = new Map<Subject, Map<SentCardKey, SentCard>>();
  const etags = new Map<Subject, string>();
  const documents = readPosts(store, subjects, etags);
  await documents.load();
  /** What was changed here and is not written yet. */
  const changed = new Map<Subject, Set<SentCardKey>>();
  const writes = new Map<Subject, Promise<unknown>>();

  /** One write a subject at a time: conversations share the document. */
  function save(subject: Subject, keys: readonly SentCardKey[]): Promise<void> {
    changed.set(subject, new Set([...(changed.get(subject) ?? none.keys()), ...keys]));
    const before = writes.get(subject) ?? Promise.resolve();
    const write = before.catch(() => undefined).then(() => writeNow(subject));
    writes.set(subject, write);
    return write.finally(() => {
      if (writes.get(subject) === write) writes.delete(subject);
    });
  }

  async function writeNow(subject: Subject): Promise<void> {
    const writing = changed.get(subject);
    changed.delete(subject);
    try {
      while (!(await isWritten(subject))) await merge(subject, writing ?? new Set());
    } catch (error) {
      changed.set(subject, new Set([...(writing ?? []), ...(changed.get(subject) ?? [])]));
      throw error;
    }
  }

  /** Writes what is known here over the version it came from; false: somebody came between. */
  async function isWritten(subject: Subject): Promise<boolean> {
    const posts = subjects.get(subject);
    const etag = etags.get(subject) ?? null;
    if (posts) {
      const document: PostsDocument = { posts: Object.fromEntries(posts) };
      const put = await store.putDocument('posts', subject, document, etag);
      if (put !== 'conflict') etags.set(subject, put.etag);
      return put !== 'conflict';
    }
    const found = await documents.read(subject);
    if (found !== null && found.etag !== etag) return false;
    await store.deleteDocument('posts', subject);
    etags.delete(subject);
    return true;
  }

  /** What somebody else noted, with what was changed here. */
  async function merge(subject: Subject, keys: ReadonlySet<SentCardKey>): Promise<void> {
    const found = await documents.read(subject);
    const own = subjects.get(subject) ?? none;
    const merged = found ? postsIn(found.value) : new Map<SentCardKey, SentCard>();
    for (const key of [...keys, ...(changed.get(subject) ?? [])]) {
      const post = own.get(key);
      if (post) merged.set(key, post);
      else merged.delete(key);
    }
    if (merged.size === 0) subjects.delete(subject);
    else subjects.set(subject, merged);
    if (found) etags.set(subject, found.etag);
    else etags.delete(subject);
  }

  return {
    of: (subject) => subjects.get(subject) ?? none,
    subjects: () => subjects.keys(),
    ...documents.known,
    put(subject, post) {
      const posts = subjects.get(subject) ?? new Map<SentCardKey, SentCard>();
      const key = sentCardKey(post.conversationId, post);
      subjects.set(subject, posts.set(key, post));
      return save(subject, [key]);
    },
    async drop(subject, keys) {
      const isUnwritten = changed.has(subject) && !writes.has(subject);
      if (remove(subjects, subject, keys) || isUnwritten) await save(subject, keys);
    },
  };
}

/** Removes cards from memory; whether there were any. */
function remove(
  subjects: Map<Subject, Map<SentCardKey, SentCard>>,
  subject: Subject,
  keys: readonly SentCardKey[],
): boolean {
  const posts = subjects.get(subject);
  if (!posts || keys.length === 0) return false;
  for (const key of keys) posts.delete(key);
  if (posts.size === 0) subjects.delete(subject);
  return true;
}

/** Reads documents of subjects one by one, and remembers which of them are in quarantine. */
function readPosts(
  store: Store,
  subjects: Map<Subject, Map<SentCardKey, SentCard>>,
  etags: Map<Subject, string>,
) {
  const unreadable = new Set<Subject>();

  function take(subject: Subject, { value, etag }: Stored<PostsDocument>): void {
    subjects.set(subject, postsIn(value));
    etags.set(subject, etag);
  }

  /** Throws where it is in quarantine. */
  async function read(subject: Subject): Promise<Stored<PostsDocument> | null> {
    try {
      return await store.document<PostsDocument>('posts', subject);
    } catch (error) {
      if (isUnreadable(error)) unreadable.add(subject);
      throw error;
    }
  }

  /** What could not be read is read again, as it may have been repaired. */
  async function isKnown(subject: Subject): Promise<boolean> {
    if (!unreadable.has(subject)) return true;
    const found = await read(subject).catch(catchUnreadable);
    if (found === 'unreadable') return false;
    if (found !== null) take(subject, found);
    unreadable.delete(subject);
    return true;
  }

  return {
    read,
    async load(): Promise<void> {
      for await (const stored of store.documents<PostsDocument>('posts'))
        take(stored.id as Subject, stored);
      for (const { kind, id } of store.quarantine.list())
        if (kind === 'posts') unreadable.add(id as Subject);
    },
    known: {
      isKnown,
      async readAgain(): Promise<Subject[]> {
        const known: Subject[] = [];
        for (const subject of [...unreadable]) if (await isKnown(subject)) known.push(subject);
        return known;
      },
    },
  };
}

/** Whether this message is a card that some process keeps true. */
export async function isPosted(store: Store, subject: Subject, activityId: string) {
  const found = await store.document<PostsDocument>('posts', subject).catch(catchUnreadable);
  if (found === null || found === 'unreadable') return false;
  return Object.values(found.value.posts).some((post) => post.activityId === activityId);
}

function postsIn({ posts }: PostsDocument): Map<SentCardKey, SentCard> {
  const upgraded = Object.values(posts).map(upgrade);
  return new Map(upgraded.map((post) => [sentCardKey(post.conversationId, post), post]));
}

/** A post as an earlier version of the product wrote it: about an incident, whatever its severity. */
function upgrade(post: SentCard): SentCard {
  if (post.about !== undefined) return post;
  const early: SentCard<AboutIncident> = post;
  return { ...early, about: 'incident', run: `${early.run}!` };
}
