/** The documents of a room and of an event, and the operations that write them. */
import type { JSONObject, OperationInput, Resource } from '@azure/cosmos';
import type { Room, RoomEvent, RoomId } from '@rooms-pro/core';
import type { RoomCommit } from '../store.ts';

/** The id of the document of a room; the id of an event is its revision. */
export const roomDocumentId = 'room';

/** The document of a room. `commit` identifies the batch that wrote the room and its event. */
export type RoomDocument = {
  readonly id: typeof roomDocumentId;
  readonly roomId: RoomId;
  readonly kind: 'room';
  readonly commit: string;
  readonly room: Room;
};

/** The document of an event. */
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

/** The room in a document, for the reader to check. */
export function toRaw({ roomId, room, _etag }: RoomDocument & Resource) {
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

/** The operations of one commit: the room over the version `base` (`null`: a new room), and the event. */
export function commitOperations(
  base: string | null,
  { room, event }: RoomCommit,
  commit: string,
  keepEventsDays: number | undefined,
): readonly OperationInput[] {
  return [
    roomOperation(base, room, commit),
    { operationType: 'Create', resourceBody: eventBody(event, commit, keepEventsDays) },
  ];
}
