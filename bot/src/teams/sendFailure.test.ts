import { describe, expect, it } from 'vitest';
import type { SendFailure } from '../notify/messenger.ts';
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
    ['403', restError(403, 'BotNotInConversationRoster'), 'post', { kind: 'gone', status: 403 }],
    ['404 for a post', restError(404), 'post', { kind: 'gone', status: 404 }],
    [
      '404 for an edit',
      restError(404, 'ActivityNotFoundInConversation'),
      'edit',
      { kind: 'failed', status: 404 },
    ],
    [
      '404 for an edit, all gone',
      restError(404, 'ConversationNotFound'),
      'edit',
      { kind: 'gone', status: 404 },
    ],
    [
      '403 by an admin',
      restError(403, 'BotDisabledByAdmin'),
      'post',
      { kind: 'failed', status: 403 },
    ],
    ['413', restError(413), 'post', { kind: 'failed', status: 413 }],
    ['400', restError(400), 'edit', { kind: 'failed', status: 400 }],
    ['501', restError(501), 'edit', { kind: 'failed', status: 501 }],
    ['a bug of ours', new TypeError('x is undefined'), 'post', { kind: 'failed', status: null }],
    ['something thrown that is no error', 'oops', 'post', later(null)],
  ])('reads %s', (_, error, kind, failure) => {
    expect(toSendError(error, kind, now).failure).toEqual(failure);
  });
});
