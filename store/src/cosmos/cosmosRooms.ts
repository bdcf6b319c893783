/** Rooms and their events as documents: one partition per room. This file only sends the requests. */
import { randomUUID } from 'node:crypto';
import type {
  Container,
  FeedOptions,
  OperationResponse,
  Resource,
  SqlQuerySpec,
} from '@azure/cosmos';
import type { Room, RoomEvent, RoomId } from '@rooms-pro/core';
import type { Reader } from '../quarantine/reader.ts';
import { createStringInterner } from '../rooms/internStrings.ts';
import type { HistoryQuery, RoomCommit, Stored } from '../store.ts';
import { StoreError } from '../storeError.ts';
import { ResponseFault } from './requests/cosmosErrors.ts';
import { type PagesAsked, readPages } from './requests/cosmosPages.ts';
import type { Execute } from './requests/requestMeter.ts';
import {
  commitOperations,
  type EventDocument,
  type RoomDocument,
  roomDocumentId,
  toRaw,
} from './roomDocuments.ts';

/** Whether the commit was written, and the room in the database: ours, or that of the faster writer. */
export type CommitOutcome = {
  readonly written: boolean;
  readonly stored: Stored<Room> | null;
};

export type CosmosRooms = ReturnType<typeof createCosmosRooms>;

/** What every operation on rooms uses. */
type Access = { readonly container: Container; readonly execute: Execute; readonly reader: Reader };

/** The operations on rooms. Events expire after `keepEventsDays`; `undefined`: never. */
export function createCosmosRooms(
  container: Container,
  execute: Execute,
  reader: Reader,
  keepEventsDays: number | undefined,
) {
  const access = { container, execute, reader };
  return {
    ...createReads(access),
    commit: createCommit(access, keepEventsDays),
    ...createStreams(access),
  };
}

/** The document of a room. `unless` is the etag of a version that the caller has; `current`: it is still the latest. */
async function readRoom({ container, execute }: Access, id: RoomId, unless?: string) {
  const accessCondition = { type: 'IfNoneMatch', condition: unless ?? '' };
  const options = unless === undefined ? {} : { accessCondition };
  const read = () => container.item(roomDocumentId, id).read<RoomDocument>(options);
  const { resource, statusCode } = await execute('readRoom', read);
  if (statusCode === 304) return 'current';
  return resource === undefined ? null : resource;
}

function createReads(access: Access) {
  const { reader } = access;
  return {
    async load(id: RoomId): Promise<Stored<Room> | null> {
      const found = await readRoom(access, id);
      if (found === null) return reader.absent('room', id);
      return found === 'current' ? null : reader.read<Room>(toRaw(found));
    },

    /** Returns `base` when it is still the version in the database, and the newer version when it is not. */
    async refresh(id: RoomId, base: Stored<Room> | null): Promise<Stored<Room> | null> {
      const found = await readRoom(access, id, base?.etag);
      if (found === 'current') return base;
      return found === null ? null : reader.read<Room>(toRaw(found));
    },
  };
}

function createCommit(access: Access, keepEventsDays: number | undefined) {
  const { container, execute, reader } = access;

  /** After a refused commit: finds out whether an earlier try of this batch succeeded or another writer was first. */
  async function settle(commit: string, { room, event }: RoomCommit): Promise<CommitOutcome> {
    const found = await readRoom(access, room.id);
    if (found === null || found === 'current') return { written: false, stored: null };
    const stored = reader.read<Room>(toRaw(found));
    if (found.commit === commit || stored.value.revision <= event.revision) {
      return { written: found.commit === commit, stored };
    }
    const item = container.item(String(event.revision), room.id);
    const { resource } = await execute('readRoom', () => item.read<EventDocument>());
    return { written: resource?.commit === commit, stored };
  }

  /** Writes the room over the version `base` (`null`: a new room) and the event, in one transactional batch. */
  return async (base: string | null, { room, event }: RoomCommit): Promise<CommitOutcome> => {
    const commit = randomUUID();
    const operations = commitOperations(base, { room, event }, commit, keepEventsDays);
    const options = { contentResponseOnWriteEnabled: false };
    const etag = await execute('commit', async () => {
      // A copy, because the SDK modifies the operations that it receives.
      const batch = operations.map((operation) => ({ ...operation }));
      const { result } = await container.items.batch(batch, room.id, options);
      return findEtag(result ?? []);
    });
    if (etag === null) return settle(commit, { room, event });
    return { written: true, stored: { value: room, etag } };
  };
}

function createStreams({ container, execute, reader }: Access) {
  function pages<T>(operation: PagesAsked, query: SqlQuerySpec, options: FeedOptions) {
    return readPages<T>(
      (more) => container.items.query(query, { ...options, ...more }),
      (call) => execute(operation, call),
    );
  }

  return {
    /** All rooms, page after page. */
    async *all(pageSize: number): AsyncGenerator<Stored<Room>> {
      const query = { query: "SELECT * FROM c WHERE c.kind = 'room'" };
      const share = createStringInterner();
      for await (const page of pages<RoomDocument & Resource>('streamRooms', query, {
        maxItemCount: pageSize,
      })) {
        for (const document of page) {
          const stored = reader.readOrSkip<Room>(toRaw(document));
          if (stored !== null) yield share(stored);
        }
      }
    },

    async history(id: RoomId, query: HistoryQuery): Promise<RoomEvent[]> {
      const events: RoomEvent[] = [];
      const options = { partitionKey: id, maxItemCount: query.limit };
      for await (const page of pages<EventRow>('history', historySpec(query), options)) {
        // Events in quarantine do not shorten the result: the loop reads the next page.
        const rows = page.map(({ revision, event: value }) => ({ revision, value }));
        events.push(...reader.readEvents(id, rows));
        if (events.length >= query.limit) break;
      }
      return events.slice(0, query.limit);
    },
  };
}

/** The members of an event document that a history query selects. */
type EventRow = Pick<EventDocument, 'revision' | 'event'>;

/** The new etag of the room; `null` when another writer was first. Throws other faults, for a retry. */
function findEtag(results: readonly OperationResponse[]): string | null {
  // The operation that failed has its status; the other operation has 424.
  const failed = results.find(({ statusCode }) => statusCode >= 400 && statusCode !== 424);
  if (failed !== undefined) {
    // Precondition failed; exists already; no longer exists.
    if ([412, 409, 404].includes(failed.statusCode)) return null;
    throw new ResponseFault(failed.statusCode);
  }
  const etag = results[0]?.eTag;
  if (etag === undefined)
    throw new StoreError('unavailable', 'The response to a batch has no etag.');
  return etag;
}

function historySpec({ before, signal }: HistoryQuery): SqlQuerySpec {
  const parameters = [{ name: '@before', value: before ?? Number.MAX_SAFE_INTEGER }];
  if (signal === undefined) {
    return {
      query:
        'SELECT c.revision, c.event FROM c WHERE c.revision < @before ORDER BY c.revision DESC',
      parameters,
    };
  }
  return {
    query:
      'SELECT c.revision, c.event FROM c WHERE c.revision < @before AND ARRAY_CONTAINS(c.signals, @signal) ORDER BY c.revision DESC',
    parameters: [...parameters, { name: '@signal', value: signal }],
  };
}
