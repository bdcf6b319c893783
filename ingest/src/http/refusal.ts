/** The reasons to refuse a whole request, and the function that turns them into an HTTP response. */
import type { KeyVerdict } from '../devices/keyRing.ts';

/** Why a request is refused: a stable code, a sentence, and the position in the body. */
export type Refusal = {
  readonly status: 400 | 401 | 403 | 408 | 409 | 411 | 413 | 415 | 429 | 500 | 501 | 503;
  readonly code: string;
  readonly sentence: string;
  readonly pointer?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** A response, in the form that Azure Functions returns and any other server can send. */
export type IngestResponse = {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly jsonBody: unknown;
};

/** A value, or the refusal. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal };

/** Wraps a value as a successful outcome. */
export function accept<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

/** Wraps a refusal as an outcome. */
export function refuse(refusal: Refusal): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal };
}

/** The member `error` in the body of a refusal. */
export function errorBody({ code, sentence, pointer }: Refusal): Record<string, string> {
  return pointer === undefined ? { code, sentence } : { code, sentence, pointer };
}

/** The HTTP response to a refused request. */
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
/** The refusals for keys that are not valid. */
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
    sentence: 'This key is unknown.',
    headers: challenge,
  },
  keyRevoked: {
    status: 401,
    code: 'keyRevoked',
    sentence: 'This key was revoked. Ask a manager for a new one.',
    headers: challenge,
  },
};

/** The refusal for a key that is not valid, or that has exceeded its limit. */
export function keyRefusal(verdict: KeyRefusal): Refusal {
  return verdict.reason === 'tooManyRequests'
    ? tooManyRequests(verdict.waitSeconds)
    : keyRefusals[verdict.reason];
}

function tooManyRequests(waitSeconds: number): Refusal {
  return {
    status: 429,
    code: 'tooManyRequests',
    sentence: `Too many requests. Nothing was accepted. Send the same request again in ${waitSeconds} s.`,
    headers: { 'Retry-After': String(waitSeconds) },
  };
}

/** The request must have the length of its body. */
export const lengthRequired: Refusal = {
  status: 411,
  code: 'lengthRequired',
  sentence: 'The request has no body, or a body without a length. Send Content-Length.',
};

/** Nothing was lost and nothing is confirmed: the sender tries again. */
export const storeUnavailable: Refusal = {
  status: 503,
  code: 'storeUnavailable',
  sentence: 'Nothing is confirmed. Send the same messages again.',
  headers: { 'Retry-After': '5' },
};

/** All messages were for rooms in quarantine: nothing was lost, and the sender keeps them. */
export const roomInQuarantine: Refusal = {
  status: 503,
  code: 'documentUnreadable',
  sentence:
    'The document of this room or device is unreadable. Nothing is confirmed. Send the same messages again.',
  headers: { 'Retry-After': '60' },
};

/** A bug of this product, with the reference for the log. */
export function bugRefusal(correlationId: string): Refusal {
  return {
    status: 500,
    code: 'unexpected',
    sentence: `An unexpected error occurred. Reference: ${correlationId}.`,
  };
}
