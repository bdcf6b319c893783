/**
 * The token that Teams issues for the person. It is kept in memory until shortly before it expires.
 * Concurrent requests share one call to Teams. After the person has declined, there is no automatic
 * call.
 */
import { ApiFailure } from '../api/apiFailure.ts';

export type Tokens = {
  /** Returns a valid token; rejects with an `ApiFailure` of status 401. */
  get(): Promise<string>;
  /**
   * The server rejects this token: the next `get` requests a new one from Teams, unless there is a newer
   * one already.
   */
  renew(stale: string): void;
  /** The person starts another attempt. */
  retry(): void;
};

/** A token is replaced this long before it expires. */
const marginMs = 120_000;
/** The delay after a failure that may be temporary. */
const restMs = 15_000;

/** Creates tokens from a function that requests one from Teams. */
export function createTokens(ask: () => Promise<string>, nowMs: () => number): Tokens {
  let kept: { readonly token: string; readonly untilMs: number } | null = null;
  let failed: { readonly failure: ApiFailure; readonly untilMs: number } | null = null;
  let asking: Promise<string> | null = null;

  async function requestToken(): Promise<string> {
    try {
      const token = await ask();
      kept = { token, untilMs: readExpiry(token) - marginMs };
      return token;
    } catch (error) {
      const failure = toFailure(error);
      const mayPass = failure.code === 'signInFailed';
      failed = { failure, untilMs: mayPass ? nowMs() + restMs : Number.POSITIVE_INFINITY };
      throw failure;
    } finally {
      asking = null;
    }
  }

  return {
    async get() {
      if (kept && nowMs() < kept.untilMs) return kept.token;
      if (failed && nowMs() < failed.untilMs) throw failed.failure;
      asking ??= requestToken();
      return asking;
    },
    renew(stale) {
      if (kept?.token === stale) kept = null;
    },
    retry() {
      kept = null;
      failed = null;
    },
  };
}

/** The expiry in a token. A token without an expiry is not kept. Only the server verifies tokens. */
function readExpiry(token: string): number {
  try {
    const body = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const { exp } = JSON.parse(atob(body)) as { exp?: unknown };
    return typeof exp === 'number' ? exp * 1000 : 0;
  } catch {
    return 0;
  }
}

/**
 * Clients use different texts for the same error: `CancelledByUser`, `resourceRequiresConsent`,
 * `invalid_grant` …
 */
const meanings = [
  ['signInCancelled', /cancel|accessdenied|userdeclined/],
  ['signInConsent', /consent|invalidgrant|interactionrequired|failedtoopenwindow|aadsts65001/],
] as const;

function toFailure(error: unknown): ApiFailure {
  const reason = error instanceof Error ? error.message : String(error);
  const words = reason.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const code = meanings.find(([, pattern]) => pattern.test(words))?.[0] ?? 'signInFailed';
  return new ApiFailure(401, { code, sentence: reason.slice(0, 200) });
}
