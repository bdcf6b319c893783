/** The reader of both stores: it checks every document before the product uses it. */
import type { Instant, RoomEvent, RoomId } from '@rooms-pro/core';
import { readStored, type StoredKind } from '../schemas/faultIn.ts';
import type { DocumentKind, Store, Stored } from '../store.ts';
import {
  createQuarantineList,
  isUnreadable,
  type Quarantine,
  type QuarantineList,
  UnreadableDocument,
} from './quarantine.ts';

/** The content of a stored document: unparsed text, or the value. */
type Content = { readonly json: string } | { readonly value: unknown };

/** A document as the database contains it. */
export type Raw = {
  readonly kind: StoredKind;
  readonly id: string;
  readonly etag: string;
} & Content;

export type Reader = ReturnType<typeof createReader>;

/** Kinds without lasting value: the processes replace a damaged document from their memory. */
const replaceable: readonly StoredKind[] = ['lease', 'lastSeen'];

/** Creates the reader of one store, with an empty quarantine. */
export function createReader(
  onListenerError: (error: unknown) => void = (error) => process.emitWarning(String(error)),
  now: () => Instant = () => new Date().toISOString(),
) {
  const list = createQuarantineList(now, onListenerError);

  const tryRead = <T>(raw: Raw) => checkDocument<T>(list, raw);

  return {
    list,

    /** The value with its version. Throws an `UnreadableDocument`. */
    read<T>(raw: Raw): Stored<T> {
      const value = tryRead<T>(raw);
      if (value instanceof UnreadableDocument) throw value;
      return { value, etag: raw.etag };
    },

    /** The value with its version; `null`: the document is now in quarantine. */
    readOrSkip<T>(raw: Raw): Stored<T> | null {
      const value = tryRead<T>(raw);
      return value instanceof UnreadableDocument ? null : { value, etag: raw.etag };
    },

    /** The readable events of a room. */
    readEvents(roomId: RoomId, rows: readonly (EventContent & Content)[]): RoomEvent[] {
      return rows.flatMap(({ revision, ...content }) => {
        const id = eventId({ roomId, revision });
        const event = tryRead<RoomEvent>({ kind: 'event', id, etag: '', ...content });
        return event instanceof UnreadableDocument ? [] : [event];
      });
    },

    /** The event; if it is unreadable, an event of the same revision without changes. */
    readEvent({ roomId, revision }: RawEvent, content: Content): RoomEvent {
      const id = eventId({ roomId, revision });
      const event = tryRead<RoomEvent>({ kind: 'event', id, etag: '', ...content });
      return event instanceof UnreadableDocument ? emptyEvent(roomId, revision, now()) : event;
    },

    /** Call it when a requested document does not exist. */
    absent(kind: StoredKind, id: string): null {
      list.remove(kind, id);
      return null;
    },

    /**
     * Call it before a write or deletion without an etag. Throws when the document is in quarantine and has
     * lasting value.
     */
    assertReplaceable(kind: DocumentKind, id: string): void {
      const document = list.find(kind, id);
      if (document === null || isReplaceable(kind, id)) return;
      throw new UnreadableDocument(document, null);
    },
  };
}

/** The value, or the error with the reason why the document is unusable and now in quarantine. */
function checkDocument<T>(list: QuarantineList, raw: Raw): T | UnreadableDocument {
  const { kind, id, etag } = raw;
  const parsed = 'json' in raw ? parse(raw.json) : { value: raw.value };
  const read = 'fault' in parsed ? parsed : readStored(kind, id, parsed.value);
  if ('fault' in read) return new UnreadableDocument(list.add(kind, id, read.fault), etag);
  list.remove(kind, id);
  return read.value as T;
}

type EventContent = { readonly revision: number };
type RawEvent = EventContent & { readonly roomId: RoomId };

/** The name of an event in quarantine. */
export function eventId({ roomId, revision }: RawEvent): string {
  return `${roomId}@${revision}`;
}

function isReplaceable(kind: DocumentKind, id: string): boolean {
  return replaceable.includes(kind) || (kind === 'setting' && isChangeSignal(id));
}

/** Change signals have no lasting value: the next change replaces them. */
function isChangeSignal(id: string): boolean {
  return !['rules', 'rulesChange', 'peopleBook', 'waitingPeople'].includes(id);
}

function parse(json: string) {
  try {
    return { value: JSON.parse(json) as unknown };
  } catch {
    return { fault: { where: '', reason: 'is not JSON' } };
  }
}

function emptyEvent(roomId: RoomId, revision: number, at: Instant): RoomEvent {
  const nothing = { by: 'platform', via: 'platform', correlationId: '', changes: [] } as const;
  return { roomId, revision, at, ...nothing };
}

/** Creates the quarantine of a store; `checkAgain` reads each document again. */
export function createQuarantine(
  list: QuarantineList,
  store: Pick<Store, 'room' | 'history' | 'document'>,
): Quarantine {
  async function readAgain(kind: StoredKind, id: string): Promise<void> {
    if (kind === 'room') await store.room(id as RoomId);
    else if (kind !== 'event') await store.document(kind, id);
    else {
      const [roomId, revision] = id.split('@');
      await store.history(roomId as RoomId, { before: Number(revision) + 1, limit: 1 });
    }
  }

  return {
    get size() {
      return list.size;
    },
    list: list.list,
    find: list.find,
    follow: list.follow,
    async checkAgain(most) {
      for (const { kind, id } of list.list().slice(0, most)) {
        try {
          await readAgain(kind, id);
        } catch (error) {
          if (!isUnreadable(error)) throw error;
        }
      }
    },
  };
}

/**
 * A document with its version, for callers that may replace it. The value is `null` when the document is
 * missing or unreadable; `etag` is the version to replace.
 */
export async function documentToReplace<T>(
  store: Pick<Store, 'document'>,
  kind: DocumentKind,
  id: string,
): Promise<{ readonly value: T | null; readonly etag: string | null }> {
  try {
    return (await store.document<T>(kind, id)) ?? { value: null, etag: null };
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return { value: null, etag: error.etag };
  }
}
