/**
 * Who sends a request to the tab's API: the token that Teams gave to the tab, checked here and
 * passed on to nobody. Only what Entra signs for this app, this directory and a person is believed.
 */
import { errors, type JWTPayload, jwtVerify } from 'jose';
import { z } from 'zod';
import { AppError } from '../appError.ts';
import { createIssuerKeys, isKeySetFailure } from './issuerKeys.ts';

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
  | 'lifetime'
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
/** The longest that Entra gives out last 28 hours. */
const longestMs = 48 * 3_600_000;

const claims = z.object({
  aud: z.string(),
  ver: z.string(),
  tid: z.string(),
  oid: z.guid(),
  azp: z.string(),
  scp: z.string(),
  idtyp: z.literal('user').optional(),
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
  const url = new URL(`${authority}/${tenantId}/discovery/v2.0/keys`);
  const keys = createIssuerKeys({ url, nowMs, onUnreachable: onKeysUnreachable });

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
    if (!read.success) throw refused(refusalOfClaims(payload));
    const { ver, tid, oid, azp, scp, exp, iat = 0, name, preferred_username } = read.data;
    if (ver !== '2.0') throw refused('version');
    if (tid !== tenantId) throw refused('tenant');
    if (!scp.split(' ').includes(scope)) throw refused('scope');
    if (!hosts.includes(azp)) throw refused('client', azp);
    if (exp * 1000 - nowMs() > longestMs) throw refused('lifetime');
    const id = oid.toLowerCase();
    return {
      id,
      name: name ?? preferred_username ?? '',
      sinceMs: iat * 1000,
      untilMs: exp * 1000 + toleranceMs,
    };
  };
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

function refusalOfClaims({ aud, scp }: JWTPayload): Refusal {
  // For several at once: any of them could show it here as their reader's.
  if (typeof aud !== 'string') return 'audience';
  // A token of an app that acts for itself names no scope.
  return scp === undefined ? 'scope' : 'person';
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
