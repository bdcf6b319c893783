/** What a store throws when the database fails: an edge error with a sentence for the owner. */

/** Why a store gave up. */
export type StoreErrorCode =
  /** Another process has the database open. */
  | 'inUse'
  /** The file is no database, is damaged, or belongs to another program. */
  | 'unusable'
  /** A newer version of the product wrote the file. */
  | 'newer'
  /** The disk is full, the file cannot be opened or written, the account does not answer. */
  | 'unavailable'
  /** The account gets more requests than it is provisioned for. */
  | 'throttled'
  /** Others kept changing the same thing, time after time. */
  | 'contended'
  /** Key or identity is not accepted, or may not do this. */
  | 'denied'
  /** The database or a container of it is not there. */
  | 'missing'
  /** More than the database keeps in one document. */
  | 'tooLarge'
  /** One document is damaged, or a newer version wrote it; all others can be read. */
  | 'unreadable'
  /** The store was closed before the question came. */
  | 'closed';

const retryableCodes: readonly StoreErrorCode[] = [
  'inUse',
  'unavailable',
  'throttled',
  'contended',
];

/** Thrown by stores; `message` is a plain sentence, `retryable` says whether waiting may help. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;
  readonly retryable: boolean;

  constructor(code: StoreErrorCode, sentence: string, cause?: unknown) {
    super(sentence, { cause });
    this.name = 'StoreError';
    this.code = code;
    this.retryable = retryableCodes.includes(code);
  }
}

/** SQLite's primary result codes that an owner can do something about. */
const sayings: Readonly<Record<number, readonly [StoreErrorCode, (file: string) => string]>> = {
  5: [
    'inUse',
    (file) =>
      `${file} is in use by another running process. Stop that one first, or give this one a file of its own.`,
  ],
  8: [
    'unavailable',
    (file) => `${file} cannot be written to. Give this user write access to it and to its folder.`,
  ],
  10: [
    'unavailable',
    (file) => `Reading or writing ${file} failed. Check the disk it is on, then start again.`,
  ],
  11: [
    'unusable',
    (file) =>
      `${file} is damaged. Restore it from a backup, or move it away to start with an empty one.`,
  ],
  13: [
    'unavailable',
    (file) => `The disk is full: ${file} cannot grow. Free some space, then start again.`,
  ],
  14: [
    'unavailable',
    (file) => `${file} cannot be opened. Check that it is a file and that this user may use it.`,
  ],
  26: [
    'unusable',
    (file) =>
      `${file} is not a database of this product. Move it away, or choose another file name.`,
  ],
};

/** The database's own error as a `StoreError` with a sentence; anything else comes back as it is. */
export function explainFault(file: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('errcode' in error)) return error;
  const saying = typeof error.errcode === 'number' ? sayings[error.errcode & 0xff] : undefined;
  return saying ? new StoreError(saying[0], saying[1](file), error) : error;
}
