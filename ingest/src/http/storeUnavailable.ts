/** Marks errors of the store, so that callers separate «try again later» from bugs of this product. */

import { isUnreadable } from '@rooms-pro/store';

/** The store failed: the request is not confirmed and may be sent again. */
export class StoreUnavailable extends Error {
  readonly code = 'storeUnavailable';
  readonly retryable = true;

  constructor(cause: unknown) {
    super('The store did not respond.', { cause });
    this.name = 'StoreUnavailable';
  }
}

/** Whether the store responds and only the requested document is unreadable. */
export function isInQuarantine(error: unknown): boolean {
  return error instanceof StoreUnavailable && isUnreadable(error.cause);
}

/** Awaits a call to the store and turns every error into a `StoreUnavailable`. */
export async function atStore<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw error instanceof StoreUnavailable ? error : new StoreUnavailable(error);
  }
}
