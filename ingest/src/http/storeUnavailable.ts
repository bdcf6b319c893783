/** The edge to the database as seen from ingest: tells «try again later» from a bug of ours. */

import { isUnreadable } from '@rooms-pro/store';

/** The store did not answer as it should: what was asked is not confirmed and may be tried again. */
export class StoreUnavailable extends Error {
  readonly code = 'storeUnavailable';
  readonly retryable = true;

  constructor(cause: unknown) {
    super('The store did not answer.', { cause });
    this.name = 'StoreUnavailable';
  }
}

/** Whether the store answers, and only the document that was asked for cannot be read. */
export function isInQuarantine(error: unknown): boolean {
  return error instanceof StoreUnavailable && isUnreadable(error.cause);
}

/** Awaits a call to the store; whatever it throws comes out as `StoreUnavailable`. */
export async function atStore<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw error instanceof StoreUnavailable ? error : new StoreUnavailable(error);
  }
}
