/**
 * The signing keys of Entra, for the check of tokens. They are cached, renewed in the background long before
 * they are too old, and still used while Entra is unreachable.
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
  /** Called after each failed request for the keys. */
  readonly onUnreachable: (cause: unknown) => void;
};

const renewedAfterMs = 12 * 3_600_000;
const renewalTriedEveryMs = 5 * 60_000;
/** A withdrawn key is accepted at most this long, and only while Entra does not respond. */
const usedForMs = 7 * 24 * 3_600_000;
/** The shortest time between two requests for an unknown key. */
const coolDownMs = 30_000;
const afterFailureMs = 5_000;

/** Finds the key of a token. Waits for Entra only when no cached key matches or all are too old. */
export function createIssuerKeys({ url, nowMs, onUnreachable }: IssuerKeysDeps): JWTVerifyGetKey {
  /** The latest key set, with the time of its arrival. */
  const cached: JWKSCacheInput = {};
  let renewalTriedAtMs = Number.NEGATIVE_INFINITY;
  const keys = createRemoteJWKSet(url, {
    cacheMaxAge: usedForMs,
    cooldownDuration: coolDownMs,
    [customFetch]: createKeyFetch(nowMs, onUnreachable),
    [jwksCache]: cached,
  });

  /** Runs in the background: in the meantime, tokens are checked with the cached keys. */
  function renewWhenOld(): void {
    const now = nowMs();
    if (cached.uat === undefined || now - cached.uat < renewedAfterMs) return;
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

/** Fetches the keys. For some seconds after a failure, each further call fails at once. */
function createKeyFetch(
  nowMs: () => number,
  onFailure: (cause: unknown) => void,
): FetchImplementation {
  let failedAtMs = Number.NEGATIVE_INFINITY;
  return async (url, options) => {
    if (nowMs() - failedAtMs < afterFailureMs)
      throw new KeysUnreachable('The previous request for the keys failed a moment ago.');
    try {
      const response = await fetch(url, options);
      if (response.status === 200) return response;
      throw new Error(`The request for the keys returned status ${response.status}.`);
    } catch (cause) {
      failedAtMs = nowMs();
      onFailure(cause);
      throw new KeysUnreachable('The keys could not be fetched.', { cause });
    }
  };
}

class KeysUnreachable extends Error {}

/** Whether the key set is the cause of an error, not the token. */
export function isKeySetFailure(error: unknown): boolean {
  if (error instanceof KeysUnreachable || error instanceof errors.JWKSTimeout) return true;
  if (error instanceof errors.JWKSInvalid) return true;
  return error instanceof errors.JOSEError && error.code === 'ERR_JOSE_GENERIC';
}
