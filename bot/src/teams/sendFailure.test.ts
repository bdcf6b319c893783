import { describe, expect, it } from 'vitest';
import type { RejectionReason, SendFailure } from '../notify/delivery/messenger.ts';
import { type SendKind, toSendError } from './sendFailure.ts';

const now = Date.parse('2026-11-22T08:00:00.000Z');

/** An error as the SDK's connector throws it. */
function restError(statusCode: number, code = 'Any', retryAfter?: string): Error {
  const headers = new Map(retryAfter === undefined ? [] : [['retry-after', retryAfter]]);
  return Object.assign(new Error('No.'), {
    name: 'RestError',
    statusCode,
    code,
    response: { headers },
  });
}

const later = (status: number | null, afterMs: number | null = null): SendFailure => ({
  kind: 'retry',
  status,
  afterMs,
});

const no = (status: number, code: string, reason: RejectionReason = 'unknown'): SendFailure => ({
  kind: 'rejected',
  status,
  code,
  reason,
});

describe('toSendError', () => {
  it.each<[name: string, error: unknown, kind: SendKind, failure: SendFailure]>([
    ['429 with seconds', restError(429, 'Throttled', '12'), 'post', later(429, 12_000)],
    [
      '429 with a date',
      restError(429, 'x', 'Sun, 22 Nov 2026 08:00:30 GMT'),
      'post',
      later(429, 30_000),
    ],
    [
      '429 with a date gone by',
      restError(429, 'x', 'Sun, 22 Nov 2026 07:00:00 GMT'),
      'post',
      later(429, 0),
    ],
    ['429 with nonsense', restError(429, 'x', 'soon'), 'post', later(429)],
    ['429 with a year', restError(429, 'x', '31536000'), 'post', later(429, 3_600_000)],
    ['412', restError(412), 'post', later(412)],
    ['502', restError(502), 'edit', later(502)],
    ['503', restError(503, 'x', '1'), 'edit', later(503, 1000)],
    ['504', restError(504), 'post', later(504)],
    ['a token that ran out', restError(401), 'post', later(401)],
    [
      'a reset connection',
      Object.assign(new Error('hang up'), { code: 'ECONNRESET' }),
      'post',
      later(null),
    ],
    ['a post into a lost conversation', restError(404, 'x'), 'post', no(404, 'x', 'notFound')],
    [
      'a conversation that Teams does not find, for an edit',
      restError(404, 'ConversationNotFound'),
      'edit',
      no(404, 'ConversationNotFound', 'notFound'),
    ],
    [
      'a message that is not there',
      restError(404, 'ActivityNotFoundInConversation'),
      'edit',
      { kind: 'missing', status: 404 },
    ],
    [
      'a card that somebody deleted in a channel',
      restError(403, 'ServiceError'),
      'edit',
      { kind: 'missing', status: 403 },
    ],
    [
      'a message that is not there, with another status',
      restError(400, 'ActivityNotFoundInConversation'),
      'edit',
      { kind: 'missing', status: 400 },
    ],
    ['ServiceError for a post', restError(403, 'ServiceError'), 'post', no(403, 'ServiceError')],
    ['403 without a known code, for a post', restError(403, 'New'), 'post', no(403, 'New')],
    [
      '403 without a known code, for an edit',
      restError(403, 'New'),
      'edit',
      { kind: 'failed', status: 403 },
    ],
    ['a code with control characters', restError(403, 'a\u0000\ud800<b>'), 'post', no(403, 'ab')],
    ['413', restError(413), 'post', { kind: 'failed', status: 413 }],
    ['400', restError(400), 'edit', { kind: 'failed', status: 400 }],
    ['501', restError(501), 'edit', { kind: 'failed', status: 501 }],
    [
      'a bug in our code',
      new TypeError('x is undefined'),
      'post',
      { kind: 'failed', status: null },
    ],
    ['a thrown value that is not an error', 'oops', 'post', later(null)],
  ])('reads %s', (_, error, kind, failure) => {
    expect(toSendError(error, kind, now).failure).toEqual(failure);
  });

  it.each<[code: string, reason: RejectionReason]>([
    ['BotNotInConversationRoster', 'botNotMember'],
    ['ConversationBlockedByUser', 'blockedByPerson'],
    ['BotDisabledByUser', 'blockedByPerson'],
    ['BotDisabledByAdmin', 'disabledByAdmin'],
    ['MessageWritesBlocked', 'readOnly'],
    ['NotEnoughPermissions', 'noPermission'],
    ['BadArgument', 'unknown'],
    ['InvalidBotApiHost', 'unknown'],
  ])('reads 403 %s as a rejection by the conversation, for posts and edits', (code, reason) => {
    for (const kind of ['post', 'edit'] as const) {
      expect(toSendError(restError(403, code), kind, now).failure).toEqual(no(403, code, reason));
    }
  });
});
