/**
 * The single write path for small documents that several processes change: load, change, write, and
 * start again when another process wrote in between. `openDocument` keeps one document in memory.
 */
import { createQueues, type Queues } from '@rooms-pro/async';
import { type Watching, watchChanges } from './feed/watchChanges.ts';
import { catchUnreadable, isUnreadable } from './quarantine/quarantine.ts';
import { documentToReplace } from './quarantine/reader.ts';
import type { DocumentKind, Store, Stored } from './store.ts';
import { StoreError } from './storeError.ts';

/** The operations of a store that an update needs. */
export type DocumentStore = Pick<Store, 'document' | 'putDocument' | 'deleteDocument'>;

/** The result of a change: a value to write (`null`: no write) or a removal, and the caller's result. */
export type DocumentChange<T, A> =
  | { readonly put: T | null; readonly answer: A }
  | { readonly remove: true; readonly answer: A };

/** The result of an update. */
export type DocumentUpdate<T, A> = {
  readonly answer: A;
  /** The document as the store now contains it; `null`: it does not exist. */
  readonly stored: Stored<T> | null;
  /** Whether the call wrote or removed the document. */
  readonly isWritten: boolean;
};

/**
 * Returns the change of the current value; `null`: no document exists. It may run several times.
 */
export type ChangeDocument<T, A> = (
  value: T | null,
  etag: string | null,
) => DocumentChange<T, A> | Promise<DocumentChange<T, A>>;

export type UpdateOptions<T> = {
  /** Returns the caller's copy, which saves the first load; a stale copy costs one retry. `undefined`: load. */
  readonly known?: () => Stored<T> | null | undefined;
  /** Treats a document in quarantine as missing, and replaces it. */
  readonly replacesUnreadable?: boolean;
  /** The number of writes of other processes before a call throws. Default 50. */
  readonly maxRaces?: number;
};

const defaultMaxRaces = 50;

const queuesByStore = new WeakMap<DocumentStore, Queues<string>>();

/**
 * Changes one document. The store checks the loaded value against the schema of its kind. The updates of
 * one document run one after another in a process, so they race only with other processes. Throws an
 * `UnreadableDocument` for a document in quarantine, and a `StoreError` `contended` after too many races.
 */
export async function updateDocument<T, A>(
  store: DocumentStore,
  kind: DocumentKind,
  id: string,
  change: ChangeDocument<T, A>,
  options: UpdateOptions<T> = {},
): Promise<DocumentUpdate<T, A>> {
  const queues = queuesByStore.get(store) ?? createQueues<string>();
  queuesByStore.set(store, queues);
  const update = () => updateNow(store, kind, id, change, options);
  return queues.run(`${kind} ${id}`, update);
}

async function updateNow<T, A>(
  store: DocumentStore,
  kind: DocumentKind,
  id: string,
  change: ChangeDocument<T, A>,
  { known, replacesUnreadable = false, maxRaces = defaultMaxRaces }: UpdateOptions<T>,
): Promise<DocumentUpdate<T, A>> {
  const load = () => loadBase<T>(store, kind, id, replacesUnreadable);
  const copy = known?.();
  let base: Base<T> = copy === undefined ? await load() : (copy ?? missing);
  for (let races = 0; races < maxRaces; races += 1) {
    const changed = await change(base.value, base.etag);
    const done = await write(store, kind, id, base, changed, load);
    if (done !== 'conflict') return { answer: changed.answer, ...done };
    base = await load();
  }
  throw new StoreError(
    'contended',
    `Other processes changed the document “${kind}” ${id} at every attempt. Try again.`,
  );
}

/** The value with its version, which a write must match; `null`: the document does not exist. */
type Base<T> = { readonly value: T | null; readonly etag: string | null };
const missing = { value: null, etag: null } as const;

async function write<T, A>(
  store: DocumentStore,
  kind: DocumentKind,
  id: string,
  { value, etag }: Base<T>,
  changed: DocumentChange<T, A>,
  load: () => Promise<Base<T>>,
): Promise<Omit<DocumentUpdate<T, A>, 'answer'> | 'conflict'> {
  if ('remove' in changed) {
    if ((await load()).etag !== etag) return 'conflict';
    await store.deleteDocument(kind, id);
    return { stored: null, isWritten: true };
  }
  const { put } = changed;
  if (put === null) {
    const stored = value === null || etag === null ? null : { value, etag };
    return { stored, isWritten: false };
  }
  const written = await store.putDocument(kind, id, put, etag);
  return written === 'conflict'
    ? written
    : { stored: { value: put, etag: written.etag }, isWritten: true };
}

async function loadBase<T>(
  store: DocumentStore,
  kind: DocumentKind,
  id: string,
  replacesUnreadable: boolean,
): Promise<Base<T>> {
  if (replacesUnreadable) return documentToReplace<T>(store, kind, id);
  return (await store.document<T>(kind, id)) ?? missing;
}

/** The result of reading a stored value: the value in today's form, or why it cannot be used. */
export type DocumentRead<T> = { readonly value: T } | { readonly fault: string };

export type OpenDocumentOptions<T> = {
  /** The value while the document does not exist. */
  readonly initial: T;
  /** Reads a stored value; after a fault the value in memory remains. */
  readonly parse: (value: unknown) => DocumentRead<T>;
  /** Called when the stored document is unusable. */
  readonly onFault?: (reason: string) => void;
};

/** One document in memory. */
export type OpenDocument<T> = {
  /** The value as last read or written, with its version; etag `null`: there is no document yet. */
  current(): { readonly value: T; readonly etag: string | null };
  /** Reads the document; returns whether it changed. */
  load(): Promise<boolean>;
  /**
   * Changes the document, starting from the value in memory, and returns the result of the change. When
   * another process wrote in between, the change runs again on the newer value. Throws what
   * `updateDocument` throws.
   */
  update<A>(change: (value: T, etag: string | null) => DocumentChange<T, A>): Promise<A>;
  /** Calls `listener` after each change of the value in memory. Returns a function that stops it. */
  onChange(listener: () => void): () => void;
  /** Reads the changes of other processes, until it is stopped. */
  watch(watching: Omit<Watching, 'reload'>): { stop(): void };
};

/** Opens a document with its initial value; `load()` reads it. */
export function openDocument<T>(
  store: Store,
  kind: DocumentKind,
  id: string,
  { initial, parse, onFault = () => {} }: OpenDocumentOptions<T>,
): OpenDocument<T> {
  const { current, set, onChange } = createHolder(initial);

  /** The error of a document in quarantine also reaches `onFault`. */
  const reportUnreadable = (error: unknown): never => {
    if (isUnreadable(error)) onFault(error.message);
    throw error;
  };

  async function load(): Promise<boolean> {
    const before = current();
    const loading = store.document<unknown>(kind, id).catch(reportUnreadable);
    const found = await loading.catch(catchUnreadable);
    if (found === 'unreadable') return false;
    // A change in this process during the read is newer than the result of the read.
    if (current() !== before) return load();
    if ((found?.etag ?? null) === before.etag) return false;
    const read = found === null ? { value: initial } : parse(found.value);
    if ('fault' in read) {
      onFault(read.fault);
      return false;
    }
    set(read.value, found?.etag ?? null);
    return true;
  }

  function toValue(raw: unknown, etag: string | null): T {
    if (etag === current().etag) return current().value;
    if (etag === null) return initial;
    const read = parse(raw);
    if ('value' in read) return read.value;
    throw new StoreError('unreadable', `The document “${kind}” ${id} is unusable: ${read.fault}`);
  }

  return {
    current,
    load,
    async update(change) {
      const known = () => {
        const { value, etag } = current();
        return etag === null ? null : { value, etag };
      };
      const changeValue = (raw: unknown, etag: string | null) => change(toValue(raw, etag), etag);
      const updating = updateDocument(store, kind, id, changeValue, { known });
      const { answer, stored, isWritten } = await updating.catch(reportUnreadable);
      if (isWritten) set(stored === null ? initial : (stored.value as T), stored?.etag ?? null);
      return answer;
    },
    onChange,
    watch: (watching) => watchChanges({ ...watching, reload: load }),
  };
}

/** A value with its version, and the listeners that it calls after each change. */
function createHolder<T>(initial: T) {
  let current: ReturnType<OpenDocument<T>['current']> = { value: initial, etag: null };
  const listeners = new Set<() => void>();
  return {
    current: () => current,
    set(value: T, etag: string | null): void {
      current = { value, etag };
      for (const listener of [...listeners]) listener();
    },
    onChange(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
