/**
 * Identifies the sender of a request to the tab's API by the token that Teams gave to the tab. The token is
 * checked here and never passed on. It must be signed by Entra for this app, this directory and a person.
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

/** The person in a token, the time when it was issued, and its end. */
export type TokenPerson = {
  readonly id: string;
  readonly name: string;
  readonly sinceMs: number;
  readonly untilMs: number;
};

/** The reason why a token was rejected; for the log. */
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
  /** Called with the reason of each rejected token; `client` is the application that requested it. */
  readonly onRefused: (refusal: Refusal, client?: string) => void;
  readonly onKeysUnreachable: (cause: unknown) => void;
};

/** The clients that show tabs, by Microsoft's list. A token of another client is rejected. */
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
/** The longest accepted lifetime. Tokens of Entra last at most 28 hours. */
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

/** Creates the check of an `Authorization` header. It returns a person or throws an `AppError` of 401 or 503. */
export function createTokenVerifier(deps: VerifierDeps) {
  const { settings, nowMs, onRefused, onKeysUnreachable } = deps;
  const { clientId, tenantId, authority } = settings;
  const issuer = `${authority}/${tenantId}/v2.0`;
  const url = new URL(`${authority}/${tenantId}/discovery/v2.0/keys`);
  const keys = createIssuerKeys({ url, nowMs, onUnreachable: onKeysUnreachable });

  function refused(refusal: Refusal, client?: string): AppError {
    onRefused(refusal, client);
    return new AppError(
      'Teams signed you in, but this app cannot accept the sign-in. Try again. If the problem persists, contact your administrator.',
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
  // A token for several audiences is rejected: any of them could send it here in the reader's name.
  if (typeof aud !== 'string') return 'audience';
  // The token of an app that acts without a person names no scope.
  return scp === undefined ? 'scope' : 'person';
}

function unauthorised(code: string, error: string | null) {
  const detail = error === null ? '' : `, error="${error}"`;
  const headers = { 'www-authenticate': `Bearer realm="Rooms Pro Management"${detail}` };
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
    'Signing in cannot be checked right now, because Microsoft Entra does not respond. Try again in a minute.',
    {
      code: 'signInUnavailable',
      status: 503,
      retryable: true,
      cause,
      headers: { 'retry-after': '10' },
    },
  );
}
