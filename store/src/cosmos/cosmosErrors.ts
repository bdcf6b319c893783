/** What Cosmos DB's SDK throws, read once: a status, a lost connection, or a bug of ours. */
import { StoreError } from '../storeError.ts';

/** A fault of the account or of the way to it. `status` 0: no answer came. */
export type CosmosFault = { readonly status: number; readonly retryAfterMs: number | null };

/** Codes of a connection that was refused, cut or too slow: whether the request took effect is open. */
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

/** The fault inside an error, however often it was wrapped; `null`: none of the account's. */
export function faultOf(error: unknown): CosmosFault | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth += 1) {
    const code = 'code' in at ? at.code : undefined;
    if (lostCodes.includes(code)) return { status: 0, retryAfterMs: null };
    if (typeof code === 'number') return { status: code, retryAfterMs: retryAfterOf(at) };
  }
  return null;
}

/** The SDK keeps it as a property, or (of the change feed) only among the headers. */
function retryAfterOf(error: Error): number | null {
  const headers = 'headers' in error ? error.headers : undefined;
  const isRecord = typeof headers === 'object' && headers !== null;
  const name = 'x-ms-retry-after-ms';
  const header = isRecord && name in headers ? Reflect.get(headers, name) : undefined;
  const afterMs = Number('retryAfterInMs' in error ? error.retryAfterInMs : header);
  return Number.isFinite(afterMs) ? afterMs : null;
}

/** The status of a fault; `null` when the error is none of the account's. */
export function statusOf(error: unknown): number | null {
  return faultOf(error)?.status ?? null;
}

/** An answer that the SDK does not throw by itself, or throws without saying what it was. */
export class AnswerFault extends Error {
  readonly code: number;
  readonly retryAfterInMs: number | undefined;

  constructor(status: number, retryAfterMs?: number) {
    super(`Answered ${status}.`);
    this.name = 'AnswerFault';
    this.code = status;
    this.retryAfterInMs = retryAfterMs;
  }
}

/** Our own verdict: no answer within the time that one call may take. Not worth another try now. */
export const tooLateStatus = 599;

/** Whether the same request may well succeed a little later. */
export function isTransient({ status }: CosmosFault): boolean {
  return [0, 408, 410, 429, 449, 500, 502, 503, 504].includes(status);
}

/** What `@azure/identity` throws. */
export function isSignIn(error: unknown): boolean {
  const names = /^(CredentialUnavailable|Authentication|AggregateAuthentication)/;
  return error instanceof Error && names.test(error.name);
}

/** A fault that waiting did not cure as a `StoreError` with a sentence; other errors as they are. */
export function explainCosmosFault(endpoint: string, error: unknown): unknown {
  if (error instanceof StoreError) return error;
  if (isSignIn(error)) {
    const sentence = `Azure gave this process no identity to sign in to ${endpoint} with. Check the identity, then try again.`;
    return new StoreError('unavailable', sentence, error);
  }
  const fault = faultOf(error);
  if (fault === null) return error;
  const { status } = fault;
  if (status === 429) {
    const sentence = `${endpoint} gets more requests than it is provisioned for. Give the database more throughput, or wait.`;
    return new StoreError('throttled', sentence, error);
  }
  if (status === 449) {
    const sentence = `${endpoint} was asked for the same change by others again and again. Try again.`;
    return new StoreError('contended', sentence, error);
  }
  if (isTransient(fault) || status === tooLateStatus) {
    const sentence = `${endpoint} does not answer as it should. Check the network and the account's state, then try again.`;
    return new StoreError('unavailable', sentence, error);
  }
  if (status === 401 || status === 403) {
    const sentence = `${endpoint} refused this key or identity. Check the key, or the roles and the firewall of the account.`;
    return new StoreError('denied', sentence, error);
  }
  if (status === 404) {
    const sentence = `The database or one of its containers is not there at ${endpoint}. Deploy the infrastructure first, or let the store create them.`;
    return new StoreError('missing', sentence, error);
  }
  if (status === 413) {
    return new StoreError('tooLarge', 'A document is larger than 2 MB.', error);
  }
  return error;
}
