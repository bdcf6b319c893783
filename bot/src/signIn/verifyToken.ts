/**
 * Who sends a request to the tab's API: the token that Teams gave to the tab, checked here and
 * passed on to nobody. Only what Entra signs for this app, this directory and a person is believed.
 */
import {
  createRemoteJWKSet,
  customFetch,
  errors,
  type FetchImplementation,
  type JWTPayload,
  jwtVerify,
} from 'jose';
import { z } from 'zod';
import { AppError } from '../appError.ts';

export type SignInSettings = {
  readonly clientId: string;
  readonly tenantId: string;
  readonly authority: string;
};

/** A person as their token names them, since when and until when it does. */
export type TokenPerson = {
  readonly id: string;
  readonly name: string;
  readonly sinceMs: number;
  readonly untilMs: number;
};

/** Why a token was not believed; for the log. */
export type Refusal =
  | 'malformed'
  | 'signature'
  | 'audience'
  | 'issuer'
  | 'tenant'
  | 'version'
  | 'scope'
  | 'client'
  | 'person'
  | 'notYet';

export type VerifierDeps = {
  readonly settings: SignInSettings;
  readonly nowMs: () => number;
  /** Hears why a token was refused; `client` is the application that asked for it. */
  readonly onRefused: (refusal: Refusal, client?: string) => void;
  readonly onKeysUnreachable: (cause: unknown) => void;
};

/** The clients that Microsoft says show tabs; a token that another app was given opens nothing. */
export const hosts: readonly string[] = [
  '1fec8e78-bce4-4aaf-ab1b-5451cc387264', // Teams on desktop and phone
  '5e3ce6c0-2b1f-4285-8d4b-75ee78787346', // Teams in the browser
  '4765445b-32c6-49b0-83e6-1d93765276ca', // Microsoft 365 in the browser
  '0ec893e0-5785-4de6-99da-4ed124e5296c', // Microsoft 365 on the desktop
  'd3590ed6-52b3-4102-aeff-aad2292ab01c', // Outlook on desktop, Microsoft 365 on the phone
  'bc59ab01-8403-45c6-8796-ac3ef710b3e3', // Outlook in the browser
  '27922004-5251-4030-b22d-91ecd9a37ea4', // Outlook on the phone
];
const scope = 'access_as_user';
const toleranceMs = 60_000;
/** Keys change rarely; one that is not known is looked for at once, at most every half minute. */
const keysLastMs = 24 * 3_600_000;
const keysCoolDownMs = 30_000;
const afterFailureMs = 5_000;

const claims = z.object({
  ver: z.string(),
  tid: z.string(),
  oid: z.guid(),
  azp: z.string(),
  scp: z.string(),
  exp: z.number(),
  iat: z.number().optional(),
  name: z.string().optional(),
  preferred_username: z.string().optional(),
});

/** Makes the check of an `Authorization` header: a person, or an `AppError` of 401 or 503. */
export function createTokenVerifier(deps: VerifierDeps) {
  const { settings, nowMs, onRefused, onKeysUnreachable } = deps;
  const { clientId, tenantId, authority } = settings;
  const issuer = `${authority}/${tenantId}/v2.0`;
  const keys = createRemoteJWKSet(new URL(`${authority}/${tenantId}/discovery/v2.0/keys`), {
    cacheMaxAge: keysLastMs,
    cooldownDuration: keysCoolDownMs,
    [customFetch]: createKeyFetch(nowMs, onKeysUnreachable),
  });

  function refused(refusal: Refusal, client?: string): AppError {
    onRefused(refusal, client);
    return new AppError(
      'Teams signed you in, but this app cannot accept it. Try again; if it stays, tell whoever runs this app.',
      unauthorised('signInRefused', 'invalid_token'),
    );
  }

  async function payloadOf(token: string): Promise<JWTPayload> {
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms: ['RS256'],
        issuer,
        audience: clientId,
        requiredClaims: ['exp'],
        clockTolerance: toleranceMs / 1000,
        currentDate: new Date(nowMs()),
      });
      return payload;
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw expired();
      if (isKeySetFailure(error)) throw unreachable(error);
      throw refused(refusalOf(error));
    }
  }

  return async (authorization: string | null): Promise<TokenPerson> => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]*)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) throw needed();
    const payload = await payloadOf(token);
    const read = claims.safeParse(payload);
    // A token of an app that acts for itself names no scope.
    if (!read.success) throw refused(payload['scp'] === undefined ? 'scope' : 'person');
    const { ver, tid, oid, azp, scp, exp, iat = 0, name, preferred_username } = read.data;
    if (ver !== '2.0') throw refused('version');
    if (tid !== tenantId) throw refused('tenant');
    if (!scp.split(' ').includes(scope)) throw refused('scope');
    if (!hosts.includes(azp)) throw refused('client', azp);
    const id = oid.toLowerCase();
    return {
      id,
      name: name ?? preferred_username ?? '',
      sinceMs: iat * 1000,
      untilMs: exp * 1000 + toleranceMs,
    };
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
function isKeySetFailure(error: unknown): boolean {
  if (error instanceof KeysUnreachable || error instanceof errors.JWKSTimeout) return true;
  if (error instanceof errors.JWKSInvalid) return true;
  return error instanceof errors.JOSEError && error.code === 'ERR_JOSE_GENERIC';
}

const refusals: Readonly<Record<string, Refusal>> = {
  aud: 'audience',
  iss: 'issuer',
  nbf: 'notYet',
};

function refusalOf(error: unknown): Refusal {
  if (error instanceof errors.JWTClaimValidationFailed) return refusals[error.claim] ?? 'malformed';
  const isUnsigned =
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSEAlgNotAllowed;
  if (!isUnsigned && !(error instanceof errors.JOSEError)) throw error;
  return isUnsigned ? 'signature' : 'malformed';
}

function unauthorised(code: string, error: string | null) {
  const because = error === null ? '' : `, error="${error}"`;
  const headers = { 'www-authenticate': `Bearer realm="Rooms Pro Management"${because}` };
  return { code, status: 401, headers };
}

function needed(): AppError {
  return new AppError(
    'Sign in to see your rooms: open this page in Teams.',
    unauthorised('signInNeeded', null),
  );
}

function expired(): AppError {
  return new AppError(
    'Your sign-in has expired. It is renewed when you try again.',
    unauthorised('signInExpired', 'invalid_token'),
  );
}

function unreachable(cause: unknown): AppError {
  return new AppError(
    'Signing in cannot be checked right now, because Microsoft Entra does not answer. Try again in a minute.',
    {
      code: 'signInUnavailable',
      status: 503,
      retryable: true,
      cause,
      headers: { 'retry-after': '10' },
    },
  );
}
