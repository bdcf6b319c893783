/** What a whole request can be refused for, and the one place where that becomes an HTTP answer. */
import type { KeyVerdict } from '../devices/keyRing.ts';

/** Why a request is answered with an error: a stable code, a sentence, and where in the body. */
export type Refusal = {
  readonly status: 400 | 401 | 403 | 408 | 409 | 411 | 413 | 415 | 429 | 500 | 501 | 503;
  readonly code: string;
  readonly sentence: string;
  readonly pointer?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** An answer of ours, in the shape that Azure Functions returns and any other server can send. */
export type IngestResponse = {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly jsonBody: unknown;
};

/** A value, or why there is none. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal };

/** Wraps a value as a good outcome. */
export function accept<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

/** Wraps a refusal as an outcome. */
export function refuse(refusal: Refusal): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal };
}

/** The body's `error` of a refusal. */
export function errorBody({ code, sentence, pointer }: Refusal): Record<string, string> {
  return pointer === undefined ? { code, sentence } : { code, sentence, pointer };
}

/** The HTTP answer to a refused request. */
export function refusalResponse(refusal: Refusal): IngestResponse {
  return {
    status: refusal.status,
    headers: { ...refusal.headers },
    jsonBody: { error: errorBody(refusal) },
  };
}

type KeyRefusal = Extract<KeyVerdict, { ok: false }>;
type KeyFault = Exclude<KeyRefusal['reason'], 'tooManyRequests'>;

const challenge = { 'WWW-Authenticate': 'Bearer' } as const;
/** What is said of a key that opens nothing. */
export const keyRefusals: Readonly<Record<KeyFault, Refusal>> = {
  keyMissing: {
    status: 401,
    code: 'keyMissing',
    sentence: 'Send the key of the device or gateway as "Authorization: Bearer <key>".',
    headers: challenge,
  },
  keyUnknown: {
    status: 401,
    code: 'keyUnknown',
    sentence: 'This key is not known here.',
    headers: challenge,
  },
  keyRevoked: {
    status: 401,
    code: 'keyRevoked',
    sentence: 'This key was revoked. Ask a manager for a new one.',
    headers: challenge,
  },
};

/** What is answered to a key that opens nothing, or nothing now. */
export function keyRefusal(verdict: KeyRefusal): Refusal {
  return verdict.reason === 'tooManyRequests'
    ? tooManyRequests(verdict.waitSeconds)
    : keyRefusals[verdict.reason];
}

function tooManyRequests(waitSeconds: number): Refusal {
  return {
    status: 429,
    code: 'tooManyRequests',
    sentence: `Too many requests. Nothing was taken; send the same again in ${waitSeconds} s.`,
    headers: { 'Retry-After': String(waitSeconds) },
  };
}

/** The sender must say how long the body is. */
export const lengthRequired: Refusal = {
  status: 411,
  code: 'lengthRequired',
  sentence: 'The request has no body, or a body without a length. Send Content-Length.',
};

/** Nothing was lost, nothing may be believed: the sender tries again. */
export const storeUnavailable: Refusal = {
  status: 503,
  code: 'storeUnavailable',
  sentence: 'Nothing is confirmed. Send the same messages again.',
  headers: { 'Retry-After': '5' },
};

/** Everything was for rooms that cannot be read: nothing was lost, and the sender keeps it. */
export const roomInQuarantine: Refusal = {
  status: 503,
  code: 'documentUnreadable',
  sentence:
    'The document of this room or device cannot be read. Nothing is confirmed. Send the same messages again.',
  headers: { 'Retry-After': '60' },
};

/** A bug of ours, with the reference under which the log has it. */
export function bugRefusal(correlationId: string): Refusal {
  return {
    status: 500,
    code: 'unexpected',
    sentence: `Something went wrong here. Reference: ${correlationId}.`,
  };
}
