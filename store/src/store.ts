/**
 * What the rest of the house may ask of a database, shaped for Cosmos DB: one partition per room,
 * one atomic batch per transition guarded by an etag, a change feed, and small settings documents.
 */
import type { Room, RoomEvent, RoomId, SignalId } from '@rooms-pro/core';
import type { Quarantine } from './quarantine/quarantine.ts';

/** A document with the mark that tells whether someone else has changed it since. */
export type Stored<T> = { readonly value: T; readonly etag: string };

/** What to commit: the room's next state and the event that led there. */
export type RoomCommit = { readonly room: Room; readonly event: RoomEvent };

/** What a decision returns: commit this, or leave everything as it is; either way an answer. */
export type Decision<A> = { readonly commit: RoomCommit | null; readonly answer: A };

export type Committed<A> = {
  readonly answer: A;
  /** The room as it now is in the store; `null` when there is none. */
  readonly stored: Stored<Room> | null;
  /** Whether something was written. */
  readonly committed: boolean;
};

/** One entry of the change feed: a committed event and the room right after that commit or later. */
export type FeedEntry = { readonly event: RoomEvent; readonly room: Stored<Room> };

/** Kinds of small documents beside the rooms. */
export const documentKinds = [
  'counter',
  'key',
  'enrolmentCode',
  'device',
  'lastSeen',
  'conversation',
  'subscription',
  'posts',
  'person',
  'setting',
  'outage',
  'lease',
  'setAside',
] as const;
export type DocumentKind = (typeof documentKinds)[number];

export type HistoryQuery = {
  /** Only events with a change on this signal. */
  readonly signal?: SignalId;
  /** Only events with a smaller revision: the cursor for the next page. */
  readonly before?: number;
  /** At most this many events, newest first; 1 to 500. */
  readonly limit: number;
};

/**
 * Every document is checked when it is read from the database. One that does not fit its schema goes
 * into quarantine: lists pass over it, and who asks for it alone gets an `UnreadableDocument`.
 */
export interface Store {
  /** What this process found that it cannot use. */
  readonly quarantine: Quarantine;

  /** The room as last committed, or `null`. */
  room(id: RoomId): Promise<Stored<Room> | null>;

  /**
   * Load, decide, commit if nobody came between, else the whole thing again (a lost race is an
   * answer, not an error). `decide` must be pure: it may run several times. Resolves once the
   * commit is durable. `known`, when given, saves the first load; a stale one costs one retry.
   */
  transact<A>(
    id: RoomId,
    decide: (room: Room | null) => Decision<A>,
    known?: Stored<Room> | null,
  ): Promise<Committed<A>>;

  /** All rooms in bounded memory, in no promised order. */
  rooms(): AsyncIterable<Stored<Room>>;

  /** Events of one room, newest first; fewer than `limit` only at the end. */
  history(id: RoomId, query: HistoryQuery): Promise<readonly RoomEvent[]>;

  /**
   * Committed changes after `cursor` (`null`: from the beginning), oldest first, at most `limit`.
   * At least once; ordered within a room. The returned cursor resumes after the last entry. An event in
   * quarantine comes without its changes, because its room changed all the same.
   */
  feed(
    cursor: string | null,
    limit: number,
  ): Promise<{ readonly entries: readonly FeedEntry[]; readonly cursor: string | null }>;

  /** A cursor for `feed` after which only later commits come; to be taken before rooms are loaded. */
  feedEnd(): Promise<string | null>;

  /** Calls back after each commit made through this instance, at once. Returns the way to stop. */
  onCommit(listener: (entry: FeedEntry) => void): () => void;

  document<T>(kind: DocumentKind, id: string): Promise<Stored<T> | null>;
  documents<T>(kind: DocumentKind): AsyncIterable<Stored<T> & { readonly id: string }>;
  /**
   * Writes a small document. `ifMatch`: an etag, or `null` for «must not exist yet»; left out:
   * whatever is there. Answers the new etag, or `conflict`. A document in quarantine is written over
   * only by its etag, or where its kind has no lasting value.
   */
  putDocument<T>(
    kind: DocumentKind,
    id: string,
    value: T,
    ifMatch?: string | null,
  ): Promise<{ readonly etag: string } | 'conflict'>;
  /** Removes a document; one that is not there is no error. */
  deleteDocument(kind: DocumentKind, id: string): Promise<void>;

  /** Waits for pending commits, then lets go of the database. */
  close(): Promise<void>;
}
