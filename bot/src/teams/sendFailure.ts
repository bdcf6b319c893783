/** What an error of the connector means for the sender. The one place that knows Teams' status codes. */
import { SendError, type SendFailure } from '../notify/messenger.ts';

export type SendKind = 'post' | 'edit';

/** Codes that say so much: the bot is out of the conversation, whatever the status. */
const goneCodes = new Set([
  'ConversationNotFound',
  'BotNotInConversationRoster',
  'ConversationBlockedByUser',
  'MessageWritesBlocked',
  'BotDisabledByUser',
]);
/** Refusals that an owner can undo: no reason to forget who subscribed. */
const undoableCodes = new Set(['BotDisabledByAdmin', 'InvalidBotApiHost']);
/** Beside every 5xx but 501. 401: a token that ran out, or a sign-in that is being set up. */
const laterStatuses = new Set([401, 408, 412, 425, 429]);
const longestWaitMs = 3_600_000;

/** The error as the notifier wants it. */
export function toSendError(error: unknown, kind: SendKind, nowMs: number): SendError {
  return error instanceof SendError ? error : new SendError(failureOf(error, kind, nowMs), error);
}

function failureOf(error: unknown, kind: SendKind, nowMs: number): SendFailure {
  const { status, code, retryAfter } = factsOf(error);
  // Nothing came back: the network, or the sign-in. A fault in our own code is neither.
  if (status === null) {
    return isBug(error)
      ? { kind: 'failed', status: null }
      : { kind: 'retry', afterMs: null, status: null };
  }
  if (laterStatuses.has(status) || (status >= 500 && status !== 501)) {
    return { kind: 'retry', afterMs: waitOf(retryAfter, nowMs), status };
  }
  if (undoableCodes.has(code)) return { kind: 'failed', status };
  // A message that is not there any more was deleted by someone; its conversation stands.
  const isGone = goneCodes.has(code) || status === 403 || (status === 404 && kind === 'post');
  return { kind: isGone ? 'gone' : 'failed', status };
}

function isBug(error: unknown): boolean {
  return [TypeError, RangeError, ReferenceError, SyntaxError].some((bug) => error instanceof bug);
}

type Facts = { status: number | null; code: string; retryAfter: string | null };

function factsOf(error: unknown): Facts {
  const { statusCode, code, response } = (error ?? {}) as {
    statusCode?: unknown;
    code?: unknown;
    response?: { headers?: { get?: (name: string) => unknown } };
  };
  const retryAfter = response?.headers?.get?.('retry-after');
  return {
    status: typeof statusCode === 'number' ? statusCode : null,
    code: typeof code === 'string' ? code : '',
    retryAfter: typeof retryAfter === 'string' ? retryAfter : null,
  };
}

/** Retry-After is a number of seconds or a date. */
function waitOf(retryAfter: string | null, nowMs: number): number | null {
  if (retryAfter === null) return null;
  const ms = /^\d+$/.test(retryAfter.trim())
    ? Number(retryAfter) * 1000
    : Date.parse(retryAfter) - nowMs;
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), longestWaitMs) : null;
}
