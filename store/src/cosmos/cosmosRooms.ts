/** Rooms and their events as documents of one partition each: what is asked of Cosmos DB, no more. */
import { randomUUID } from 'node:crypto';
import type {
  Container,
  FeedOptions,
  JSONObject,
  OperationInput,
  OperationResponse,
  Resource,
  SqlQuerySpec,
} from '@azure/cosmos';
import type { Room, RoomEvent, RoomId } from '@rooms-pro/core';
import type { Reader } from '../quarantine/reader.ts';
import { createStringInterner } from '../rooms/internStrings.ts';
import type { HistoryQuery, RoomCommit, Stored } from '../store.ts';
import { StoreError } from '../storeError.ts';
import { AnswerFault } from './cosmosErrors.ts';
import { type PagesAsked, readPages } from './cosmosPages.ts';
import type { CosmosOperation } from './requestMeter.ts';

/** Does something with retries, its cost on the bill and its faults as sentences. */
export type Ask = <A>(operation: CosmosOperation, call: () => Promise<A>) => Promise<A>;

/** The id of every room's own document; the id of an event is its revision. */
export const roomDocumentId = 'room';

/** The room's document. `commit` names the batch that wrote it, and the event written with it. */
export type RoomDocument = {
  readonly id: typeof roomDocumentId;
  readonly roomId: RoomId;
  readonly kind: 'room';
  readonly commit: string;
  readonly room: Room;
};

/** An event's document. */
export type EventDocument = {
  readonly id: string;
  readonly roomId: RoomId;
  readonly revision: number;
  readonly signals: readonly string[];
  readonly commit: string;
  readonly event: RoomEvent;
  /** Seconds until it expires. */
  readonly ttl?: number;
};

/** Written, with the room as it then is; or somebody came between, with the room as they left it. */
export type CommitOutcome = {
  readonly written: boolean;
  readonly stored: Stored<Room> | null;
};

export type CosmosRooms = ReturnType<typeof createCosmosRooms>;

/** Questions about rooms. Events expire after `keepEventsDays`; `undefined`: never. */
export function createCosmosRooms(
  container: Container,
  ask: Ask,
  reader: Reader,
  keepEventsDays: number | undefined,
) {
  /** `unless`: the etag of a version that is held already; that one is answered as `current`. */
  async function read(id: RoomId, unless?: string) {
    const accessCondition = { type: 'IfNoneMatch', condition: unless ?? '' };
    const options = unless === undefined ? {} : { accessCondition };
    const read = () => container.item(roomDocumentId, id).read<RoomDocument>(options);
    const { resource, statusCode } = await ask('readRoom', read);
    if (statusCode === 304) return 'current';
    return resource === undefined ? null : resource;
  }

  async function load(id: RoomId): Promise<Stored<Room> | null> {
    const found = await read(id);
    if (found === null) return reader.absent('room', id);
    return found === 'current' ? null : reader.read<Room>(rawOf(found));
  }

  /** Our batch, or somebody else's? An answer that was lost on the way, retried, looks the same. */
  async function settle(commit: string, { room, event }: RoomCommit): Promise<CommitOutcome> {
    const found = await read(room.id);
    if (found === null || found === 'current') return { written: false, stored: null };
    const stored = reader.read<Room>(rawOf(found));
    if (found.commit === commit || stored.value.revision <= event.revision) {
      return { written: found.commit === commit, stored };
    }
    const item = container.item(String(event.revision), room.id);
    const { resource } = await ask('readRoom', () => item.read<EventDocument>());
    return { written: resource?.commit === commit, stored };
  }

  return {
    load,

    /** `base` itself when it is still the version in the database, else that version. */
    async refresh(id: RoomId, base: Stored<Room> | null): Promise<Stored<Room> | null> {
      const found = await read(id, base?.etag);
      if (found === 'current') return base;
      return found === null ? null : reader.read<Room>(rawOf(found));
    },

    /** One transactional batch: the room over the version `base` (`null`: a new room), and the event. */
    async commit(base: string | null, { room, event }: RoomCommit): Promise<CommitOutcome> {
      const commit = randomUUID();
      const operations: OperationInput[] = [
        roomOperation(base, room, commit),
        { operationType: 'Create', resourceBody: eventBody(event, commit, keepEventsDays) },
      ];
      const options = { contentResponseOnWriteEnabled: false };
      const etag = await ask('commit', async () => {
        // A copy: the SDK writes into the operations it is given.
        const batch = operations.map((operation) => ({ ...operation }));
        const { result } = await container.items.batch(batch, room.id, options);
        return etagOf(result ?? []);
      });
      if (etag === null) return settle(commit, { room, event });
      return { written: true, stored: { value: room, etag } };
    },

    /** All rooms, page after page. */
    async *all(pageSize: number): AsyncGenerator<Stored<Room>> {
      const query = { query: "SELECT * FROM c WHERE c.kind = 'room'" };
      const share = createStringInterner();
      for await (const page of pages<RoomDocument & Resource>('streamRooms', query, {
        maxItemCount: pageSize,
      })) {
        for (const document of page) {
          const stored = reader.readOrSkip<Room>(rawOf(document));
          if (stored !== null) yield share(stored);
        }
      }
    },

    async history(id: RoomId, query: HistoryQuery): Promise<RoomEvent[]> {
      const events: RoomEvent[] = [];
      const options = { partitionKey: id, maxItemCount: query.limit };
      for await (const page of pages<EventRow>('history', historySpec(query), options)) {
        // Those in quarantine do not shorten the page: the next one is read.
        const rows = page.map(({ revision, event: value }) => ({ revision, value }));
        events.push(...reader.readEvents(id, rows));
        if (events.length >= query.limit) break;
      }
      return events.slice(0, query.limit);
    },
  };

  function pages<T>(operation: PagesAsked, query: SqlQuerySpec, options: FeedOptions) {
    return readPages<T>(
      (more) => container.items.query(query, { ...options, ...more }),
      (call) => ask(operation, call),
    );
  }
}

/** What a query of history answers of an event's document. */
type EventRow = Pick<EventDocument, 'revision' | 'event'>;

/** The room in a document, to be checked. */
export function rawOf({ roomId, room, _etag }: RoomDocument & Resource) {
  return { kind: 'room', id: roomId, etag: _etag, value: room } as const;
}

function roomOperation(base: string | null, room: Room, commit: string): OperationInput {
  const document = { id: roomDocumentId, roomId: room.id, kind: 'room', commit, room };
  const resourceBody = document as unknown as JSONObject;
  if (base === null) return { operationType: 'Create', resourceBody };
  return { operationType: 'Replace', id: roomDocumentId, ifMatch: base, resourceBody };
}

function eventBody(event: RoomEvent, commit: string, keepDays: number | undefined): JSONObject {
  const { roomId, revision, changes } = event;
  const signals = changes.flatMap((change) => ('signal' in change ? [change.signal] : []));
  const document: EventDocument = {
    id: String(revision),
    roomId,
    revision,
    signals: [...new Set(signals)],
    commit,
    event,
    ...(keepDays === undefined ? {} : { ttl: keepDays * 86_400 }),
  };
  return document as unknown as JSONObject;
}

/** The room's new etag; `null` when somebody came between. What may pass is thrown, to be tried again. */
function etagOf(results: readonly OperationResponse[]): string | null {
  // The operation that failed has its own status, the other one 424.
  const failed = results.find(({ statusCode }) => statusCode >= 400 && statusCode !== 424);
  if (failed !== undefined) {
    // Precondition failed; already there; not there any more.
    if ([412, 409, 404].includes(failed.statusCode)) return null;
    throw new AnswerFault(failed.statusCode);
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
