/** The error that a store throws when the database fails. Its sentence is for the owner of the deployment. */

/** Why a call to the store failed. */
export type StoreErrorCode =
  /** Another process has the database open. */
  | 'inUse'
  /** The file is not a database, is damaged, or belongs to another program. */
  | 'unusable'
  /** A newer version of the product wrote the file. */
  | 'newer'
  /** The disk is full, the file cannot be opened or written, or the account does not respond. */
  | 'unavailable'
  /** The account gets more requests than it is provisioned for. */
  | 'throttled'
  /** Other writers changed the same document at every attempt. */
  | 'contended'
  /** The account does not accept the key or identity, or does not permit the operation. */
  | 'denied'
  /** The database or one of its containers does not exist. */
  | 'missing'
  /** The document is larger than the database permits. */
  | 'tooLarge'
  /** One document is damaged, or a newer version wrote it; all other documents are readable. */
  | 'unreadable'
  /** The store was closed before the call. */
  | 'closed';

const retryableCodes: readonly StoreErrorCode[] = [
  'inUse',
  'unavailable',
  'throttled',
  'contended',
];

/** The store throws it. `message` is a plain sentence; `retryable` is whether a later try may succeed. */
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

/** The primary result codes of SQLite that an owner can act on. */
const explanations: Readonly<Record<number, readonly [StoreErrorCode, (file: string) => string]>> =
  {
    5: [
      'inUse',
      (file) =>
        `${file} is in use by another running process. Stop that process first, or choose another file for this one.`,
    ],
    8: [
      'unavailable',
      (file) =>
        `${file} cannot be written to. Give this user write access to it and to its folder.`,
    ],
    10: [
      'unavailable',
      (file) => `Reading or writing ${file} failed. Check the disk it is on, then start again.`,
    ],
    11: [
      'unusable',
      (file) =>
        `${file} is damaged. Restore it from a backup, or move it to another folder to start with an empty file.`,
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
        `${file} is not a database of this product. Move it to another folder, or choose another file name.`,
    ],
  };

/** Returns an error of SQLite as a `StoreError` with a sentence, and every other error unchanged. */
export function explainFault(file: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('errcode' in error)) return error;
  const explanation =
    typeof error.errcode === 'number' ? explanations[error.errcode & 0xff] : undefined;
  return explanation ? new StoreError(explanation[0], explanation[1](file), error) : error;
}
