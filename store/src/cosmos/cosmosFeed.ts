/** The feed of the store, from the change feed of the rooms container: events, each with its room. */
import {
  type ChangeFeedPullModelIterator,
  ChangeFeedStartFrom,
  type Container,
  type Resource,
} from '@azure/cosmos';
import type { Room, RoomId } from '@rooms-pro/core';
import { isUnreadable } from '../quarantine/quarantine.ts';
import type { Reader } from '../quarantine/reader.ts';
import type { FeedEntry, Stored } from '../store.ts';
import type { FeedPage } from './cosmosOptions.ts';
import type { CosmosRooms } from './cosmosRooms.ts';
import { createFeedReaderCache } from './feedReaderCache.ts';
import type { Execute } from './requests/requestMeter.ts';
import { type EventDocument, type RoomDocument, roomDocumentId, toRaw } from './roomDocuments.ts';

type Changed = (RoomDocument & Resource) | (EventDocument & Resource);
type Iterator = ChangeFeedPullModelIterator<Changed>;

/** Maximum changes per request. */
const pageSize = 500;

/** Reads the feed of all partitions, or of one feed range. */
export function createCosmosFeed(
  container: Container,
  rooms: CosmosRooms,
  execute: Execute,
  reader: Reader,
) {
  const pages = createPageReader(container, execute);

  async function feed(
    range: string | null,
    cursor: string | null,
    limit: number,
  ): Promise<FeedPage> {
    checkCursor(cursor);
    const size = Math.min(pageSize, Math.max(1, limit));
    const entries: FeedEntry[] = [];
    let at = cursor;
    // A page contains at most `size` events, so read another page only if all of them fit.
    while (entries.length === 0 || entries.length + size <= limit) {
      const { answer, iterator } = await pages.read(range, at, size);
      const isEnd = answer.statusCode === 304;
      if (!isEnd) {
        at = answer.continuationToken;
        entries.push(...(await toEntries(answer.result, rooms, reader)));
      }
      // Without entries the caller keeps its cursor, and the next call continues with this iterator.
      pages.keep(range, isEnd && entries.length === 0 ? cursor : at, size, iterator);
      if (isEnd) break;
    }
    return { entries, cursor: entries.length === 0 ? cursor : at };
  }

  /** The current end of all partitions: the SDK requests each partition once, so the cursor covers all. */
  async function feedEnd(): Promise<string> {
    return execute('feed', async () => {
      const changeFeedStartFrom = ChangeFeedStartFrom.Now();
      const iterator = container.items.getChangeFeedIterator<Changed>({ changeFeedStartFrom });
      for (;;) {
        const { continuationToken } = await iterator.readNext();
        if (isWhole(continuationToken)) return continuationToken;
      }
    });
  }

  return { feed, feedEnd, feedRanges: async () => (await pages.ranges()).map(rangeName) };
}

/** Reads pages of the change feed. Continuing with the iterator of the last page saves a request. */
function createPageReader(container: Container, execute: Execute) {
  const idleReaders = createFeedReaderCache<Iterator>();

  /** Continues at a cursor. Only one caller uses an iterator at a time. */
  async function open(range: string | null, cursor: string | null, limit: number) {
    const found = idleReaders.take(range, cursor, limit);
    if (found) return found;
    const changeFeedStartFrom =
      cursor === null ? await beginning(range) : ChangeFeedStartFrom.Continuation(cursor);
    const options = { maxItemCount: limit, changeFeedStartFrom };
    return container.items.getChangeFeedIterator<Changed>(options);
  }

  async function beginning(range: string | null) {
    if (range === null) return ChangeFeedStartFrom.Beginning();
    return ChangeFeedStartFrom.Beginning(await findRange(range));
  }

  const feedRanges = () => execute('feed', async () => [...(await container.getFeedRanges())]);

  async function findRange(name: string) {
    const found = (await feedRanges()).find((range) => rangeName(range) === name);
    if (found) return found;
    throw new RangeError(`«${name}» is not a range of this store's feed. Read the ranges again.`);
  }

  async function read(range: string | null, cursor: string | null, size: number) {
    const readNext = async () => {
      // Each try opens a new iterator, because the state of an iterator after a fault is undefined.
      const iterator = await open(range, cursor, size);
      return { iterator, answer: await iterator.readNext() };
    };
    return execute('feed', readNext).catch(rethrowForeign);
  }

  return { read, keep: idleReaders.keep, ranges: feedRanges };
}

/**
 * Pairs each event with its room, which is usually in the same page; if not, loads the room once. Skips
 * the events of a room in quarantine.
 */
async function toEntries(
  page: readonly Changed[],
  rooms: CosmosRooms,
  reader: Reader,
): Promise<FeedEntry[]> {
  const seen = new Map<RoomId, Stored<Room> | null>();
  for (const document of page)
    if (isRoom(document)) seen.set(document.roomId, reader.readOrSkip<Room>(toRaw(document)));
  const entries: FeedEntry[] = [];
  for (const document of page) {
    if (isRoom(document)) continue;
    const { roomId, revision, event: value } = document;
    let room = seen.get(roomId);
    if (room === undefined || (room !== null && room.value.revision < revision)) {
      room = await loadOrSkip(roomId, rooms);
      seen.set(roomId, room);
    }
    if (room === null) continue;
    entries.push({ event: reader.readEvent({ roomId, revision }, { value }), room });
  }
  return entries;
}

/** Decides by the id, because a damaged document may lack every other member. */
function isRoom(document: Changed): document is RoomDocument & Resource {
  return document.id === roomDocumentId;
}

async function loadOrSkip(id: RoomId, rooms: CosmosRooms): Promise<Stored<Room> | null> {
  try {
    return await rooms.load(id);
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return null;
  }
}

function rangeName(range: {
  readonly minInclusive: string;
  readonly maxExclusive: string;
}): string {
  return `${range.minInclusive}-${range.maxExclusive}`;
}

/** A cursor is the composite continuation of the SDK: the position in each physical partition. */
function checkCursor(cursor: string | null): void {
  if (cursor === null) return;
  try {
    const parsed: unknown = JSON.parse(cursor);
    if (parsed && typeof parsed === 'object' && 'rid' in parsed && 'Continuation' in parsed) return;
  } catch {}
  throw new RangeError(`«${cursor.slice(0, 80)}» is not a cursor of this store's feed.`);
}

/** Whether the cursor has a position for every partition. The feed restarts a partition without one. */
function isWhole(cursor: string): boolean {
  const { Continuation: parts } = JSON.parse(cursor) as {
    readonly Continuation: readonly { readonly continuationToken?: string }[];
  };
  return parts.every(({ continuationToken }) => Boolean(continuationToken));
}

function rethrowForeign(error: unknown): never {
  if (error instanceof Error && error.message.includes('not for the current container')) {
    throw new RangeError("The cursor belongs to another container, not to this store's feed.", {
      cause: error,
    });
  }
  throw error;
}
