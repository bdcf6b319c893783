/** Classifies the errors of the Cosmos DB SDK: a status, a lost connection, or a bug of this product. */
import { StoreError } from '../../storeError.ts';

/** A fault of the account or of the network. `status` 0: no response arrived. */
export type CosmosFault = { readonly status: number; readonly retryAfterMs: number | null };

/** Codes of a connection that was refused, cut or too slow. The request may or may not have taken effect. */
const lostCodes: readonly unknown[] = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'REQUEST_SEND_ERROR',
  'PARSE_ERROR',
  'TimeoutError',
  'ConnectionLost',
];

/** The fault inside an error, also when other errors wrap it; `null`: the error is not from the account. */
export function findFault(error: unknown): CosmosFault | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth += 1) {
    const code = 'code' in at ? at.code : undefined;
    if (lostCodes.includes(code)) return { status: 0, retryAfterMs: null };
    if (typeof code === 'number') return { status: code, retryAfterMs: readRetryAfter(at) };
  }
  return null;
}

/** The SDK returns it as a property, or (for the change feed) only in the headers. */
function readRetryAfter(error: Error): number | null {
  const headers = 'headers' in error ? error.headers : undefined;
  const isRecord = typeof headers === 'object' && headers !== null;
  const name = 'x-ms-retry-after-ms';
  const header = isRecord && name in headers ? Reflect.get(headers, name) : undefined;
  const afterMs = Number('retryAfterInMs' in error ? error.retryAfterInMs : header);
  return Number.isFinite(afterMs) ? afterMs : null;
}

/** The status of a fault; `null` when the error is not from the account. */
export function faultStatus(error: unknown): number | null {
  return findFault(error)?.status ?? null;
}

/** A response that the SDK does not throw itself, or throws without its status. */
export class ResponseFault extends Error {
  readonly code: number;
  readonly retryAfterInMs: number | undefined;

  constructor(status: number, retryAfterMs?: number) {
    super(`The account responded with status ${status}.`);
    this.name = 'ResponseFault';
    this.code = status;
    this.retryAfterInMs = retryAfterMs;
  }
}

/** A status of our own: no response within the deadline of the call. The store does not try again. */
export const tooLateStatus = 599;

/** Whether the same request may succeed a little later. */
export function isTransient({ status }: CosmosFault): boolean {
  return [0, 408, 410, 429, 449, 500, 502, 503, 504].includes(status);
}

/** Whether an error is from `@azure/identity`. */
export function isSignIn(error: unknown): boolean {
  const names = /^(CredentialUnavailable|Authentication|AggregateAuthentication)/;
  return error instanceof Error && names.test(error.name);
}

/** Returns a fault that remains after all retries as a `StoreError` with a sentence; other errors unchanged. */
export function explainCosmosFault(endpoint: string, error: unknown): unknown {
  if (error instanceof StoreError) return error;
  if (isSignIn(error)) {
    const sentence = `Azure returned no identity for the sign-in to ${endpoint}. Check the identity, then try again.`;
    return new StoreError('unavailable', sentence, error);
  }
  const fault = findFault(error);
  if (fault === null) return error;
  const { status } = fault;
  if (status === 429) {
    const sentence = `${endpoint} gets more requests than it is provisioned for. Give the database more throughput, or wait.`;
    return new StoreError('throttled', sentence, error);
  }
  if (status === 449) {
    const sentence = `Other writers changed the same document at ${endpoint} at every attempt. Try again.`;
    return new StoreError('contended', sentence, error);
  }
  if (isTransient(fault) || status === tooLateStatus) {
    const sentence = `${endpoint} does not respond as expected. Check the network and the state of the account, then try again.`;
    return new StoreError('unavailable', sentence, error);
  }
  if (status === 401 || status === 403) {
    const sentence = `${endpoint} refused this key or identity. Check the key, or the roles and the firewall of the account.`;
    return new StoreError('denied', sentence, error);
  }
  if (status === 404) {
    const sentence = `The database or one of its containers does not exist at ${endpoint}. Deploy the infrastructure first, or let the store create them.`;
    return new StoreError('missing', sentence, error);
  }
  if (status === 413) {
    return new StoreError('tooLarge', 'A document is larger than 2 MB.', error);
  }
  return error;
}
