/**
 * Documents that this version of the product cannot use: damaged, or written by a newer version. They
 * remain unchanged in the database. The store lists each of them here and continues with all others.
 */
import type { Instant } from '@rooms-pro/core';
import type { SchemaFault, StoredKind } from '../schemas/faultIn.ts';
import { StoreError } from '../storeError.ts';

export type { StoredKind } from '../schemas/faultIn.ts';

/** A document in quarantine. The id of an event is `room-1042@17`: its room and its revision. */
export type Unreadable = SchemaFault & {
  readonly kind: StoredKind;
  readonly id: string;
  /** When this process first found it. */
  readonly since: Instant;
};

export type QuarantineListener = {
  /** Called once for each document; for documents that are already in quarantine, at the subscription. */
  readonly onAdded?: (document: Unreadable) => void;
  /** Called when a document is readable again, or no longer exists. */
  readonly onRemoved?: (document: Unreadable) => void;
};

/** The quarantine of this process. The store adds documents when it reads them. */
export type Quarantine = {
  readonly size: number;
  /** In the order in which they were found. */
  list(): readonly Unreadable[];
  find(kind: StoredKind, id: string): Unreadable | null;
  /** Calls the listener from now on. Returns a function that stops it. */
  follow(listener: QuarantineListener): () => void;
  /** Reads documents in quarantine again: the first `most`, or all. Throws what the store throws. */
  checkAgain(most?: number): Promise<void>;
};

/** The part of `/readyz` about unreadable documents: their number and names; empty if all are readable. */
export type UnreadableSummary = {
  readonly unreadable?: {
    readonly total: number;
    readonly documents: readonly { readonly kind: StoredKind; readonly id: string }[];
  };
};

const maxListed = 20;

/** The documents in quarantine for `/readyz`, which needs no sign-in: only the names of the first twenty. */
export function summarizeUnreadable({
  size,
  list,
}: Pick<Quarantine, 'size' | 'list'>): UnreadableSummary {
  if (size === 0) return {};
  const documents = list().slice(0, maxListed);
  return {
    unreadable: { total: size, documents: documents.map(({ kind, id }) => ({ kind, id })) },
  };
}

/** Thrown by a read of one document that is in quarantine. */
export class UnreadableDocument extends StoreError {
  readonly document: Unreadable;
  /** The version in the database; `null` where it is unknown. */
  readonly etag: string | null;

  constructor(document: Unreadable, etag: string | null) {
    super('unreadable', sentenceFor(document));
    this.name = 'UnreadableDocument';
    this.document = document;
    this.etag = etag;
  }
}

/** Whether the cause of an error is a document in quarantine, and not a failing store. */
export function isUnreadable(error: unknown): error is UnreadableDocument {
  return error instanceof UnreadableDocument;
}

/** For `catch`: returns `'unreadable'` for a document in quarantine, and rethrows every other error. */
export function catchUnreadable(error: unknown): 'unreadable' {
  if (!isUnreadable(error)) throw error;
  return 'unreadable';
}

function sentenceFor({ kind, id, where, reason }: Unreadable): string {
  const what = kind === 'room' || kind === 'event' ? kind : `document “${kind}”`;
  const place = where === '' ? 'It' : where;
  return `The ${what} ${id} cannot be read: ${place} ${reason}. It is in quarantine and remains unchanged.`;
}

/** The list, with the operations for the store that reads the documents. */
export type QuarantineList = Omit<Quarantine, 'checkAgain'> & {
  add(kind: StoredKind, id: string, fault: SchemaFault): Unreadable;
  /** Call it when the document was read without a fault, or does not exist. */
  remove(kind: StoredKind, id: string): void;
};

/** Creates an empty list. `onListenerError` receives what a listener throws. */
export function createQuarantineList(
  now: () => Instant,
  onListenerError: (error: unknown) => void,
): QuarantineList {
  const documents = new Map<string, Unreadable>();
  /** When each document was first found, so that a repeated check does not change `since`. */
  const found = new Map<string, Unreadable>();
  const listeners = new Set<QuarantineListener>();
  const keyFor = (kind: StoredKind, id: string) => `${kind} ${id}`;

  function announce(call: (listener: QuarantineListener) => void): void {
    for (const listener of [...listeners]) {
      try {
        call(listener);
      } catch (error) {
        onListenerError(error);
      }
    }
  }

  return {
    get size() {
      return documents.size;
    },
    list: () => [...documents.values()],
    find: (kind, id) => documents.get(keyFor(kind, id)) ?? null,
    follow(listener) {
      listeners.add(listener);
      for (const document of documents.values()) listener.onAdded?.(document);
      return () => listeners.delete(listener);
    },
    add(kind, id, fault) {
      const key = keyFor(kind, id);
      const known = documents.get(key);
      if (known !== undefined) return known;
      const document = { kind, id, ...fault, since: found.get(key)?.since ?? now() };
      documents.set(key, document);
      found.set(key, document);
      announce(({ onAdded }) => onAdded?.(document));
      return document;
    },
    remove(kind, id) {
      if (documents.size === 0) return;
      const key = keyFor(kind, id);
      const document = documents.get(key);
      if (document === undefined) return;
      documents.delete(key);
      announce(({ onRemoved }) => onRemoved?.(document));
    },
  };
}
