/**
 * Documents that this version of the product cannot use: damaged, or written by a newer one. They stay
 * in the database as they are. The store names each of them here and continues with all others.
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
  /** Called once for each document, and at the start for those that are there already. */
  readonly onAdded?: (document: Unreadable) => void;
  /** Called when a document can be read again, or is no longer there. */
  readonly onRemoved?: (document: Unreadable) => void;
};

/** As the rest of the product sees it: of this process, found when documents are read. */
export type Quarantine = {
  readonly size: number;
  /** In the order in which they were found. */
  list(): readonly Unreadable[];
  find(kind: StoredKind, id: string): Unreadable | null;
  /** Returns a function that ends it. */
  follow(listener: QuarantineListener): () => void;
  /** Reads documents in quarantine again: the first `most`, or all. Throws what the store throws. */
  checkAgain(most?: number): Promise<void>;
};

/** What `/readyz` tells: nothing where all documents could be read, else how many and which. */
export type UnreadableSummary = {
  readonly unreadable?: {
    readonly total: number;
    readonly documents: readonly { readonly kind: StoredKind; readonly id: string }[];
  };
};

const mostTold = 20;

/** The documents in quarantine for `/readyz`, which anybody may ask: the first twenty by their names alone. */
export function summarizeUnreadable({
  size,
  list,
}: Pick<Quarantine, 'size' | 'list'>): UnreadableSummary {
  if (size === 0) return {};
  const documents = list().slice(0, mostTold);
  return {
    unreadable: { total: size, documents: documents.map(({ kind, id }) => ({ kind, id })) },
  };
}

/** Thrown where one document was asked for and it is in quarantine. */
export class UnreadableDocument extends StoreError {
  readonly document: Unreadable;
  /** The version in the database; `null` where that is not known. */
  readonly etag: string | null;

  constructor(document: Unreadable, etag: string | null) {
    super('unreadable', sentenceFor(document));
    this.name = 'UnreadableDocument';
    this.document = document;
    this.etag = etag;
  }
}

/** Whether an error says that a document is in quarantine, as opposed to a store that fails. */
export function isUnreadable(error: unknown): error is UnreadableDocument {
  return error instanceof UnreadableDocument;
}

/** For `catch`: what is in quarantine becomes `'unreadable'`; every other error is thrown again. */
export function catchUnreadable(error: unknown): 'unreadable' {
  if (!isUnreadable(error)) throw error;
  return 'unreadable';
}

function sentenceFor({ kind, id, where, reason }: Unreadable): string {
  const what = kind === 'room' || kind === 'event' ? kind : `document “${kind}”`;
  const place = where === '' ? 'It' : where;
  return `The ${what} ${id} cannot be read: ${place} ${reason}. It is in quarantine and stays as it is.`;
}

/** The list itself, for the store that reads the documents. */
export type QuarantineList = Omit<Quarantine, 'checkAgain'> & {
  add(kind: StoredKind, id: string, fault: SchemaFault): Unreadable;
  /** The document was read without a fault, or it is not there. */
  remove(kind: StoredKind, id: string): void;
};

/** An empty list. `onListenerError` gets what a listener throws. */
export function createQuarantineList(
  now: () => Instant,
  onListenerError: (error: unknown) => void,
): QuarantineList {
  const documents = new Map<string, Unreadable>();
  /** Since when each was known to be unreadable: a check must not make it new. */
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
