/**
 * The interface that the rest of the project uses for its database. Its shape follows Cosmos DB: one
 * partition per room, one atomic batch per transition guarded by an etag, a change feed, and small documents.
 */
import type { Room, RoomEvent, RoomId, SignalId } from '@rooms-pro/core';
import type { Quarantine } from './quarantine/quarantine.ts';
import type { DocumentKind } from './schemas/documentKinds.ts';

export { type DocumentKind, documentKinds } from './schemas/documentKinds.ts';

/** A document with its etag. The etag changes with each write, so a writer detects changes by others. */
export type Stored<T> = { readonly value: T; readonly etag: string };

/** What to commit: the room's next state and the event that led there. */
export type RoomCommit = { readonly room: Room; readonly event: RoomEvent };

/** What a decision returns: the commit to write, or `null` to change nothing, and a result for the caller. */
export type Decision<A> = { readonly commit: RoomCommit | null; readonly answer: A };

export type Committed<A> = {
  readonly answer: A;
  /** The room as the store now contains it; `null` when the store has no such room. */
  readonly stored: Stored<Room> | null;
  /** Whether the call wrote something. */
  readonly committed: boolean;
};

/** One entry of the change feed: a committed event, with the room after that commit or a later one. */
export type FeedEntry = { readonly event: RoomEvent; readonly room: Stored<Room> };

export type HistoryQuery = {
  /** Only events with a change on this signal. */
  readonly signal?: SignalId;
  /** Only events with a smaller revision: the cursor for the next page. */
  readonly before?: number;
  /** At most this many events, newest first; 1 to 500. */
  readonly limit: number;
};

/**
 * The store checks every document when it reads it. A document that does not match its schema goes
 * into quarantine: lists skip it, and a read of that one document throws an `UnreadableDocument`.
 */
export interface Store {
  /** The documents that this process could not use. */
  readonly quarantine: Quarantine;

  /** The room as last committed, or `null`. */
  room(id: RoomId): Promise<Stored<Room> | null>;

  /**
   * Loads the room, decides, and commits if no other writer committed in between; if one did, it starts
   * again (a lost race is no error). `decide` must be pure, because it may run several times. Resolves
   * when the commit is durable. `known` saves the first load; a stale `known` costs one retry.
   */
  transact<A>(
    id: RoomId,
    decide: (room: Room | null) => Decision<A>,
    known?: Stored<Room> | null,
  ): Promise<Committed<A>>;

  /** All rooms, in bounded memory. The order is not defined. */
  rooms(): AsyncIterable<Stored<Room>>;

  /** Events of one room, newest first; fewer than `limit` only at the end. */
  history(id: RoomId, query: HistoryQuery): Promise<readonly RoomEvent[]>;

  /**
   * Committed changes after `cursor` (`null`: from the beginning), oldest first, at most `limit`.
   * Delivers each change at least once, in order within a room. The returned cursor resumes after the
   * last entry. An event in quarantine comes without its changes, because its room did change.
   */
  feed(
    cursor: string | null,
    limit: number,
  ): Promise<{ readonly entries: readonly FeedEntry[]; readonly cursor: string | null }>;

  /** A cursor for `feed` that returns later commits only. Read it before you load rooms. */
  feedEnd(): Promise<string | null>;

  /** Calls `listener` immediately after each commit of this instance. Returns a function that stops it. */
  onCommit(listener: (entry: FeedEntry) => void): () => void;

  document<T>(kind: DocumentKind, id: string): Promise<Stored<T> | null>;
  documents<T>(kind: DocumentKind): AsyncIterable<Stored<T> & { readonly id: string }>;
  /**
   * Writes a small document. `ifMatch` is the etag that the document must have, or `null` when the
   * document must not exist yet; without `ifMatch` the write always replaces. Returns the new etag, or
   * `conflict`. A document in quarantine is replaced only by its etag, or where its kind has no lasting value.
   */
  putDocument<T>(
    kind: DocumentKind,
    id: string,
    value: T,
    ifMatch?: string | null,
  ): Promise<{ readonly etag: string } | 'conflict'>;
  /** Removes a document; a document that does not exist is no error. */
  deleteDocument(kind: DocumentKind, id: string): Promise<void>;

  /** Waits for pending commits, then closes the database. */
  close(): Promise<void>;
}
