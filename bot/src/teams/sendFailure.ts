/** Classifies the errors of the connector. Only this file interprets the status codes of Teams. */
import { type RejectionReason, SendError, type SendFailure } from '../notify/delivery/messenger.ts';

export type SendKind = 'post' | 'edit';

/**
 * Codes about the conversation, not about the message. Teams also sends some of them for valid conversations,
 * for minutes or for a day, so none of them ends a conversation.
 */
const conversationCodes: ReadonlyMap<string, RejectionReason> = new Map([
  ['BotNotInConversationRoster', 'botNotMember'],
  ['ConversationBlockedByUser', 'blockedByPerson'],
  ['BotDisabledByUser', 'blockedByPerson'],
  ['BotDisabledByAdmin', 'disabledByAdmin'],
  ['MessageWritesBlocked', 'readOnly'],
  ['NotEnoughPermissions', 'noPermission'],
  ['ConversationNotFound', 'notFound'],
  ['InvalidBotApiHost', 'unknown'],
]);
/** Retried, like every 5xx except 501. 401: an expired token, or a sign-in that is not ready yet. */
const laterStatuses = new Set([401, 408, 412, 425, 429]);
/** For an edit: the message was deleted. */
const missingStatuses = new Set([404, 410]);
/** Codes with the same meaning and another status: in channels Teams returns 403 with ServiceError. */
const missingCodes = new Set([
  'ServiceError',
  'ActivityNotFound',
  'ActivityNotFoundInConversation',
  'MessageNotFound',
]);
const longestWaitMs = 3_600_000;
/** The longest stored code. Codes are text of Teams, so they are shortened and cleaned for the log and the store. */
const codeLength = 60;

/** Converts an error of the connector to a `SendError`. */
export function toSendError(error: unknown, kind: SendKind, nowMs: number): SendError {
  if (error instanceof SendError) return error;
  return new SendError(failureOf(error, kind, nowMs), error, factsOf(error).code);
}

function failureOf(error: unknown, kind: SendKind, nowMs: number): SendFailure {
  const { status, code, retryAfter } = factsOf(error);
  // No response: a failure of the network or of the sign-in, or a bug in our own code.
  if (status === null) {
    return isBug(error)
      ? { kind: 'failed', status: null }
      : { kind: 'retry', afterMs: null, status: null };
  }
  if (laterStatuses.has(status) || (status >= 500 && status !== 501)) {
    return { kind: 'retry', afterMs: waitOf(retryAfter, nowMs), status };
  }
  const reason = conversationCodes.get(code) ?? null;
  if (reason !== null) return { kind: 'rejected', status, code, reason };
  // Teams returns BadArgument with 403 when it cannot read the id of a valid conversation.
  if (code === 'BadArgument' && status === 403) {
    return { kind: 'rejected', status, code, reason: 'unknown' };
  }
  if (kind === 'post' && status === 404) {
    return { kind: 'rejected', status, code, reason: 'notFound' };
  }
  if (kind === 'post' && status === 403) {
    return { kind: 'rejected', status, code, reason: 'unknown' };
  }
  const isMissing = kind === 'edit' && (missingStatuses.has(status) || missingCodes.has(code));
  return { kind: isMissing ? 'missing' : 'failed', status };
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
    code: typeof code === 'string' ? code.replace(/[^\w.-]/g, '').slice(0, codeLength) : '',
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
