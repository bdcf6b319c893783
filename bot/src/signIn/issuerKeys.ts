/**
 * The keys that Entra signs with, behind the check of tokens: kept at hand, renewed in the background
 * long before they are too old, and still used while Entra cannot be asked for them.
 */
import {
  createRemoteJWKSet,
  customFetch,
  errors,
  type FetchImplementation,
  type JWKSCacheInput,
  type JWTVerifyGetKey,
  jwksCache,
} from 'jose';

export type IssuerKeysDeps = {
  readonly url: URL;
  readonly nowMs: () => number;
  /** Hears of each time that the keys were asked for in vain. */
  readonly onUnreachable: (cause: unknown) => void;
};

const renewedAfterMs = 12 * 3_600_000;
const renewalTriedEveryMs = 5 * 60_000;
/** A key that Entra withdrew opens something at most as long, and only while Entra does not answer. */
const usedForMs = 7 * 24 * 3_600_000;
/** A key that is not known is looked for at once, at most this often. */
const coolDownMs = 30_000;
const afterFailureMs = 5_000;

/** Finds the key of a token; waits for Entra only where none in hand fits or all are too old. */
export function createIssuerKeys({ url, nowMs, onUnreachable }: IssuerKeysDeps): JWTVerifyGetKey {
  /** Filled by each set that comes, with when it came. */
  const inHand: JWKSCacheInput = {};
  let renewalTriedAtMs = Number.NEGATIVE_INFINITY;
  const keys = createRemoteJWKSet(url, {
    cacheMaxAge: usedForMs,
    cooldownDuration: coolDownMs,
    [customFetch]: createKeyFetch(nowMs, onUnreachable),
    [jwksCache]: inHand,
  });

  /** Nobody waits for it: whoever comes meanwhile is judged by the keys in hand. */
  function renewWhenOld(): void {
    const now = nowMs();
    if (inHand.uat === undefined || now - inHand.uat < renewedAfterMs) return;
    if (now - renewalTriedAtMs < renewalTriedEveryMs) return;
    renewalTriedAtMs = now;
    keys.reload().catch((error) => {
      if (!(error instanceof KeysUnreachable)) onUnreachable(error);
    });
  }

  return (header, token) => {
    renewWhenOld();
    return keys(header, token);
  };
}

/** Asks for the keys; for some seconds after a failure nobody is kept waiting for another. */
function createKeyFetch(
  nowMs: () => number,
  onFailure: (cause: unknown) => void,
): FetchImplementation {
  let failedAtMs = Number.NEGATIVE_INFINITY;
  return async (url, options) => {
    if (nowMs() - failedAtMs < afterFailureMs) throw new KeysUnreachable('It failed a moment ago.');
    try {
      const answer = await fetch(url, options);
      if (answer.status === 200) return answer;
      throw new Error(`The keys were answered with status ${answer.status}.`);
    } catch (cause) {
      failedAtMs = nowMs();
      onFailure(cause);
      throw new KeysUnreachable('The keys could not be fetched.', { cause });
    }
  };
}

class KeysUnreachable extends Error {}

/** What is wrong with the key set itself, not with the token. */
export function isKeySetFailure(error: unknown): boolean {
  if (error instanceof KeysUnreachable || error instanceof errors.JWKSTimeout) return true;
  if (error instanceof errors.JWKSInvalid) return true;
  return error instanceof errors.JOSEError && error.code === 'ERR_JOSE_GENERIC';
}
