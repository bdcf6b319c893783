/**
 * The token that Teams gives for the person: kept in memory until shortly before it expires, asked for
 * once however many requests wait for it, and not again by itself after the person has said no.
 */
import { ApiFailure } from '../api/client.ts';

export type Tokens = {
  /** A token that is good now; rejects with an `ApiFailure` of status 401. */
  get(): Promise<string>;
  /** The server does not take this one: the next `get` asks Teams, unless another is there already. */
  renew(stale: string): void;
  /** The person wants another try. */
  retry(): void;
};

/** How long before its end a token is replaced. */
const marginMs = 120_000;
/** After a failure that may pass by itself. */
const restMs = 15_000;

/** Makes them from a way to ask Teams. */
export function createTokens(ask: () => Promise<string>, nowMs: () => number): Tokens {
  let kept: { readonly token: string; readonly untilMs: number } | null = null;
  let failed: { readonly failure: ApiFailure; readonly untilMs: number } | null = null;
  let asking: Promise<string> | null = null;

  async function askOnce(): Promise<string> {
    try {
      const token = await ask();
      kept = { token, untilMs: expiryOf(token) - marginMs };
      return token;
    } catch (error) {
      const failure = failureOf(error);
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
      asking ??= askOnce();
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

/** When a token expires, by itself; one that does not say is not kept. The server alone judges it. */
function expiryOf(token: string): number {
  try {
    const body = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const { exp } = JSON.parse(atob(body)) as { exp?: unknown };
    return typeof exp === 'number' ? exp * 1000 : 0;
  } catch {
    return 0;
  }
}

/** Clients word the same thing in many ways: `CancelledByUser`, `resourceRequiresConsent`, `invalid_grant` … */
const meanings = [
  ['signInCancelled', /cancel|accessdenied|userdeclined/],
  ['signInConsent', /consent|invalidgrant|interactionrequired|failedtoopenwindow|aadsts65001/],
] as const;

function failureOf(error: unknown): ApiFailure {
  const reason = error instanceof Error ? error.message : String(error);
  const words = reason.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const code = meanings.find(([, pattern]) => pattern.test(words))?.[0] ?? 'signInFailed';
  return new ApiFailure(401, { code, sentence: reason.slice(0, 200) });
}
