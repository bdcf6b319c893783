import { beforeEach, describe, expect, it } from 'vitest';
import { createTokens, type Tokens } from './tokens.ts';

let nowMs: number;
let asked: number;
let next: () => Promise<string>;
let tokens: Tokens;

const tokenUntil = (seconds: number) =>
  `x.${btoa(JSON.stringify({ exp: seconds, name: 'Ö' })).replaceAll('=', '')}.${seconds}`;

beforeEach(() => {
  nowMs = 1_000_000_000;
  asked = 0;
  next = async () => tokenUntil(nowMs / 1000 + 3600);
  tokens = createTokens(
    () => {
      asked += 1;
      return next();
    },
    () => nowMs,
  );
});

const code = () =>
  tokens.get().then(
    () => 'signed in',
    (failure: { code: string; status: number }) => failure.code,
  );

describe('tokens', () => {
  it('are requested once for many callers, and kept until shortly before they expire', async () => {
    const [one, other] = await Promise.all([tokens.get(), tokens.get()]);
    expect([one === other, asked]).toEqual([true, 1]);
    nowMs += 3600_000 - 121_000;
    expect(await tokens.get()).toBe(one);
    nowMs += 2_000;
    expect(await tokens.get()).not.toBe(one);
    expect(asked).toBe(2);
  });

  it('are requested again when the server rejects them', async () => {
    const stale = await tokens.get();
    nowMs += 1000;
    tokens.renew(stale);
    const fresh = await tokens.get();
    expect(asked).toBe(2);
    // Of several requests that were refused with the old one, the first one has already renewed it.
    tokens.renew(stale);
    expect([await tokens.get(), asked]).toEqual([fresh, 2]);
  });

  it('without an expiry are not kept', async () => {
    for (const token of ['', 'x', 'x.y.z', `x.${btoa('{}')}.z`]) {
      next = async () => token;
      expect(await tokens.get()).toBe(token);
    }
    expect(asked).toBe(4);
  });

  it.each([
    ['CancelledByUser', 'signInCancelled'],
    ['resourceRequiresConsent', 'signInConsent'],
    ['invalid_grant', 'signInConsent'],
    ['interaction_required', 'signInConsent'],
    ['FailedToOpenWindow', 'signInConsent'],
    ['App resource defined in manifest and iframe origin do not match', 'signInFailed'],
  ])('refused with «%s» are a %s', async (reason, expected) => {
    next = () => Promise.reject(new Error(reason));
    expect(await code()).toBe(expected);
  });

  it('are not requested automatically after the person has declined', async () => {
    next = () => Promise.reject(new Error('CancelledByUser'));
    expect([await code(), await code()]).toEqual(['signInCancelled', 'signInCancelled']);
    nowMs += 86_400_000;
    expect([await code(), asked]).toEqual(['signInCancelled', 1]);
    next = async () => 'token';
    tokens.retry();
    expect([await code(), asked]).toEqual(['signed in', 2]);
  });

  it('are requested again shortly after a temporary failure', async () => {
    next = () => Promise.reject(new Error('network'));
    expect([await code(), await code(), asked]).toEqual(['signInFailed', 'signInFailed', 1]);
    nowMs += 16_000;
    next = async () => 'token';
    expect([await code(), asked]).toEqual(['signed in', 2]);
  });
});
