/** What was posted where, and what it shows: the notifier's memory, one document a room. */
import type { Instant, RoomId, SignalId } from '@rooms-pro/core';
import type { Store } from '@rooms-pro/store';

/** A card that stands in a conversation. */
export type Post = {
  readonly conversationId: string;
  readonly signal: SignalId;
  /** The episode and activation it was posted for, `1.2`: each gets a card of its own. */
  readonly run: string;
  readonly activityId: string;
  /** Stands for what it shows; the same text, the same card. */
  readonly shown: string;
  /** Whether it shows an incident that is over. */
  readonly isOver: boolean;
  readonly at: Instant;
};

/** The key of a card within its room. */
export type PostKey = `${string}|${SignalId}|${string}`;
export type Posts = ReadonlyMap<PostKey, Post>;

export function postKey(conversationId: string, signal: SignalId, run: string): PostKey {
  return `${conversationId}|${signal}|${run}`;
}

export type PostBook = {
  of(roomId: RoomId): Posts;
  roomIds(): Iterable<RoomId>;
  /** Notes a card; durable when this resolves. */
  put(roomId: RoomId, post: Post): Promise<void>;
  /** Drops cards that need no more edits. */
  drop(roomId: RoomId, keys: readonly PostKey[]): Promise<void>;
};

type PostsDocument = { readonly posts: Readonly<Record<PostKey, Post>> };

const none: Posts = new Map();

/** The book as the store remembers it, kept in memory. One process at a time may own it. */
export async function openPostBook(store: Store): Promise<PostBook> {
  const rooms = new Map<RoomId, Map<PostKey, Post>>();
  for await (const { id, value } of store.documents<PostsDocument>('posts')) {
    rooms.set(id as RoomId, new Map(Object.entries(value.posts) as [PostKey, Post][]));
  }
  const writes = new Map<RoomId, Promise<unknown>>();

  /** One write a room at a time: conversations share the document. */
  function save(roomId: RoomId): Promise<void> {
    const before = writes.get(roomId) ?? Promise.resolve();
    const write = before.catch(() => undefined).then(() => writeNow(roomId));
    writes.set(roomId, write);
    return write.finally(() => {
      if (writes.get(roomId) === write) writes.delete(roomId);
    });
  }

  async function writeNow(roomId: RoomId): Promise<void> {
    const posts = rooms.get(roomId);
    if (!posts) return store.deleteDocument('posts', roomId);
    const document: PostsDocument = { posts: Object.fromEntries(posts) };
    await store.putDocument('posts', roomId, document);
  }

  return {
    of: (roomId) => rooms.get(roomId) ?? none,
    roomIds: () => rooms.keys(),
    put(roomId, post) {
      const posts = rooms.get(roomId) ?? new Map<PostKey, Post>();
      rooms.set(roomId, posts.set(postKey(post.conversationId, post.signal, post.run), post));
      return save(roomId);
    },
    async drop(roomId, keys) {
      const posts = rooms.get(roomId);
      if (!posts || keys.length === 0) return;
      for (const key of keys) posts.delete(key);
      if (posts.size === 0) rooms.delete(roomId);
      await save(roomId);
    },
  };
}
