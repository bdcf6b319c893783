/** The change feed of the rooms' container as the store's feed: events, each with its room. */
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
import {
  type Ask,
  type CosmosRooms,
  type EventDocument,
  type RoomDocument,
  rawOf,
  roomDocumentId,
} from './cosmosRooms.ts';
import { createFeedReaderCache } from './feedReaderCache.ts';
import type { FeedPage } from './openCosmosStore.ts';

type Changed = (RoomDocument & Resource) | (EventDocument & Resource);
type Iterator = ChangeFeedPullModelIterator<Changed>;

/** Changes asked for at once. */
const pageSize = 500;

/** Reads the feed of all partitions, or of one feed range. */
export function createCosmosFeed(
  container: Container,
  rooms: CosmosRooms,
  ask: Ask,
  reader: Reader,
) {
  const waiting = createFeedReaderCache<Iterator>();

  /** Goes on at a cursor; an iterator is used by one reader at a time. */
  async function open(range: string | null, cursor: string | null, limit: number) {
    const found = waiting.take(range, cursor, limit);
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

  const feedRanges = () => ask('feed', async () => [...(await container.getFeedRanges())]);

  async function findRange(name: string) {
    const found = (await feedRanges()).find((range) => nameOf(range) === name);
    if (found) return found;
    throw new RangeError(`«${name}» is no range of this store's feed. Ask for the ranges again.`);
  }

  async function readPage(range: string | null, cursor: string | null, size: number) {
    const read = async () => {
      // Opened anew for each try: what a fault leaves in an iterator is anybody's guess.
      const iterator = await open(range, cursor, size);
      return { iterator, answer: await iterator.readNext() };
    };
    return ask('feed', read).catch(refuseForeign);
  }

  async function feed(
    range: string | null,
    cursor: string | null,
    limit: number,
  ): Promise<FeedPage> {
    checkCursor(cursor);
    const size = Math.min(pageSize, Math.max(1, limit));
    const entries: FeedEntry[] = [];
    let at = cursor;
    // Each change of a page brings one event at most, so a further page must have room for all.
    while (entries.length === 0 || entries.length + size <= limit) {
      const { answer, iterator } = await readPage(range, at, size);
      const isEnd = answer.statusCode === 304;
      if (!isEnd) {
        at = answer.continuationToken;
        entries.push(...(await entriesOf(answer.result, rooms, reader)));
      }
      // Without entries the reader keeps the cursor it has, and is to go on from here all the same.
      waiting.keep(range, isEnd && entries.length === 0 ? cursor : at, size, iterator);
      if (isEnd) break;
    }
    return { entries, cursor: entries.length === 0 ? cursor : at };
  }

  /** Where all partitions now are: the SDK asks each of them once, and none is left out. */
  async function feedEnd(): Promise<string> {
    return ask('feed', async () => {
      const changeFeedStartFrom = ChangeFeedStartFrom.Now();
      const iterator = container.items.getChangeFeedIterator<Changed>({ changeFeedStartFrom });
      for (;;) {
        const { continuationToken } = await iterator.readNext();
        if (isWhole(continuationToken)) return continuationToken;
      }
    });
  }

  return { feed, feedEnd, feedRanges: async () => (await feedRanges()).map(nameOf) };
}

/**
 * Pairs each event with its room: in the same page as a rule, else looked up once. Events of a room in
 * quarantine are left out.
 */
async function entriesOf(
  page: readonly Changed[],
  rooms: CosmosRooms,
  reader: Reader,
): Promise<FeedEntry[]> {
  const seen = new Map<RoomId, Stored<Room> | null>();
  for (const document of page)
    if (isRoom(document)) seen.set(document.roomId, reader.readOrSkip<Room>(rawOf(document)));
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

/** By its id: a damaged document may have lost everything else. */
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

function nameOf(range: { readonly minInclusive: string; readonly maxExclusive: string }): string {
  return `${range.minInclusive}-${range.maxExclusive}`;
}

/** A cursor is the SDK's own composite continuation: where each physical partition was left. */
function checkCursor(cursor: string | null): void {
  if (cursor === null) return;
  try {
    const parsed: unknown = JSON.parse(cursor);
    if (parsed && typeof parsed === 'object' && 'rid' in parsed && 'Continuation' in parsed) return;
  } catch {}
  throw new RangeError(`«${cursor.slice(0, 80)}» is no cursor of this store's feed.`);
}

/** Whether it says of every partition where it was left: one without would begin at its beginning. */
function isWhole(cursor: string): boolean {
  const { Continuation: parts } = JSON.parse(cursor) as {
    readonly Continuation: readonly { readonly continuationToken?: string }[];
  };
  return parts.every(({ continuationToken }) => Boolean(continuationToken));
}

function refuseForeign(error: unknown): never {
  if (error instanceof Error && error.message.includes('not for the current container')) {
    throw new RangeError("The cursor is of another container, not of this store's feed.", {
      cause: error,
    });
  }
  throw error;
}
