/** Which tokens are accepted, and which are rejected. */
import { readFileSync } from 'node:fs';
import { generateKeyPair, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { clientId, type Issuer, openIssuer, tenantId } from './issuer.suite.ts';
import { createTokenVerifier, hosts, type Refusal } from './verifyToken.ts';

const oid = '9a2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f';
const other = '00000000-0000-4000-8000-000000000001';
const hourMs = 3_600_000;
const seconds = () => Math.floor(Date.now() / 1000);

let issuer: Issuer;
let verify: ReturnType<typeof createTokenVerifier>;
let refusals: [Refusal, string | undefined][];
let unreachable = 0;
let aheadMs = 0;

beforeAll(async () => {
  issuer = await openIssuer();
});
afterAll(() => issuer.close());
afterEach(() => void vi.useRealTimers());
beforeEach(() => {
  refusals = [];
  unreachable = 0;
  aheadMs = 0;
  issuer.setUp(true);
  verify = createVerifier();
});

function createVerifier() {
  return createTokenVerifier({
    settings: issuer.settings,
    nowMs: () => Date.now() + aheadMs,
    onRefused: (refusal, client) => refusals.push([refusal, client]),
    onKeysUnreachable: () => {
      unreachable += 1;
    },
  });
}

const judge = (token: string) =>
  verify(`Bearer ${token}`).then(
    ({ id }) => id,
    ({ status, code }: { status: number; code: string }) => `${status} ${code}`,
  );

describe('a token', () => {
  it('of a person for this app names them, until it expires and a minute more', async () => {
    const exp = seconds() + 600;
    const iat = seconds() - 5;
    const token = await issuer.token(oid.toUpperCase(), { exp, iat, name: 'Ada Byron' });
    expect(await verify(`Bearer ${token}`)).toEqual({
      id: oid,
      name: 'Ada Byron',
      sinceMs: iat * 1000,
      untilMs: (exp + 60) * 1000,
    });
    const unnamed = await issuer.token(oid, {
      name: undefined,
      preferred_username: 'ada@x.example',
    });
    expect((await verify(`bearer ${unnamed}`)).name).toBe('ada@x.example');
  });

  it.each<[string, Refusal, Readonly<Record<string, unknown>>]>([
    ['another app', 'audience', { aud: other }],
    ['this app by its address', 'audience', { aud: `api://rooms.example.com/${clientId}` }],
    ["a directory other than the issuer's", 'tenant', { tid: other }],
    ['another directory', 'issuer', { iss: `https://localhost/${other}/v2.0`, tid: other }],
    ['the first kind of tokens', 'issuer', { iss: `https://sts.windows.net/${tenantId}/` }],
    ['another version', 'version', { ver: '1.0' }],
    ['an app that acts without a person', 'scope', { scp: undefined, roles: ['access_as_user'] }],
    ['another scope', 'scope', { scp: 'User.Read access_as_userx' }],
    ['no person', 'person', { oid: undefined }],
    ['a time to come', 'notYet', { nbf: seconds() + 3600 }],
    ['all time', 'malformed', { exp: undefined }],
    ['nearly all time', 'lifetime', { exp: 1e300 }],
    ['longer than Entra signs for', 'lifetime', { exp: seconds() + 49 * 3600 }],
    ['several apps at once', 'audience', { aud: [clientId, other] }],
    ['an app with any scope', 'person', { idtyp: 'app' }],
    ['an app other than Teams', 'client', { azp: other }],
  ])('for %s is rejected, and the reason is logged', async (_for, reason, claims) => {
    expect(await judge(await issuer.token(oid, claims))).toBe('401 signInRefused');
    expect(refusals).toEqual([[reason, reason === 'client' ? other : undefined]]);
  });

  it('that has expired is rejected without a log line', async () => {
    expect(await judge(await issuer.token(oid, { exp: seconds() - 30 }))).toBe(oid);
    expect(await judge(await issuer.token(oid, { exp: seconds() - 90 }))).toBe('401 signInExpired');
    expect(refusals).toEqual([]);
  });

  it('that was changed, or that another issuer signed, is rejected', async () => {
    const [head = '', body = '', signature] = (await issuer.token(oid)).split('.');
    const changed = JSON.parse(Buffer.from(body, 'base64url').toString());
    const forged = Buffer.from(JSON.stringify({ ...changed, oid: other })).toString('base64url');
    expect(await judge([head, forged, signature].join('.'))).toBe('401 signInRefused');
    const { privateKey } = await generateKeyPair('RS256');
    const { kid } = JSON.parse(Buffer.from(head, 'base64url').toString());
    const foreign = await new SignJWT(issuer.claimsOf({ oid }))
      .setProtectedHeader({ alg: 'RS256', kid })
      .sign(privateKey);
    expect(await judge(foreign)).toBe('401 signInRefused');
    expect(refusals).toEqual([
      ['signature', undefined],
      ['signature', undefined],
    ]);
  });

  it('without a signature, or signed with a public value, is rejected', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const body = part(issuer.claimsOf({ oid }));
    expect(await judge(`${part({ alg: 'none', typ: 'JWT' })}.${body}.`)).toBe('401 signInRefused');
    const publicKeys = await (
      await fetch(`${issuer.authority}/${tenantId}/discovery/v2.0/keys`)
    ).text();
    const hmac = await new SignJWT(issuer.claimsOf({ oid }))
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(publicKeys));
    expect(await judge(hmac)).toBe('401 signInRefused');
    expect(await judge('a.b.c')).toBe('401 signInRefused');
  });

  it.each([null, '', 'Bearer', 'Bearer x', 'Basic a.b.c', 'Bearer a.b.c.d.e'])(
    'that is not valid («%s») asks the sender to sign in',
    async (header) => {
      await expect(verify(header)).rejects.toMatchObject({
        status: 401,
        code: 'signInNeeded',
        headers: { 'www-authenticate': 'Bearer realm="Rooms Pro Management"' },
      });
    },
  );
});

it('the accepted clients are the clients in the registration', () => {
  const manifest = new URL('../../../aad.manifest.json', import.meta.url);
  const { api } = JSON.parse(readFileSync(manifest, 'utf8'));
  expect(api.requestedAccessTokenVersion).toBe(2);
  const allowed = api.preAuthorizedApplications.map(({ appId }: { appId: string }) => appId);
  expect([...hosts].sort()).toEqual(allowed.sort());
});

describe('the keys', () => {
  it('are fetched once for many tokens, and again for a new key, but not for each stranger', async () => {
    const before = issuer.asked;
    const tokens = await Promise.all([1, 2, 3].map(() => issuer.token(oid)));
    expect(await Promise.all(tokens.map(judge))).toEqual([oid, oid, oid]);
    expect(issuer.asked - before).toBe(1);
    await issuer.rotate();
    // During the cool-down no token causes another request.
    expect(await judge(await issuer.token(oid))).toBe('401 signInRefused');
    expect(issuer.asked - before).toBe(1);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31_000 });
    expect(await judge(await issuer.token(oid))).toBe(oid);
    expect(await judge(tokens[0] ?? '')).toBe(oid);
    expect(issuer.asked - before).toBe(2);
    await issuer.rotate(true);
    vi.setSystemTime(Date.now() + 31_000);
    expect(await judge(await issuer.token(oid))).toBe(oid);
    // A token with a withdrawn key is rejected.
    expect(await judge(tokens[0] ?? '')).toBe('401 signInRefused');
  });

  it('that are unreachable cause a retryable error', async () => {
    const token = await issuer.token(oid);
    issuer.setUp(false);
    await expect(verify(`Bearer ${token}`)).rejects.toMatchObject({
      status: 503,
      code: 'signInUnavailable',
      retryable: true,
    });
    const asked = issuer.asked;
    expect(await judge(token)).toBe('503 signInUnavailable');
    expect([issuer.asked - asked, unreachable]).toEqual([0, 1]);
    issuer.setUp(true);
    aheadMs = 6_000;
    expect(await judge(token)).toBe(oid);
    expect(refusals).toEqual([]);
  });

  it.each([
    ['is away', () => issuer.setUp(false)],
    ['keeps everybody waiting', () => issuer.setUp('silent')],
  ])('that are in hand let people in for a week while Entra %s', async (_, fail) => {
    expect(await judge(await issuer.token(oid))).toBe(oid);
    fail();
    expect(await judge(await issuer.token(oid))).toBe(oid);
    const start = Date.now();
    vi.useFakeTimers({ toFake: ['Date'] });
    for (const hours of [13, 23, 24.1, 72, 7 * 24 - 0.1]) {
      vi.setSystemTime(start + hours * hourMs);
      expect(await judge(await issuer.token(oid))).toBe(oid);
    }
  });

  it('that are cached are rejected after a week without Entra', async () => {
    expect(await judge(await issuer.token(oid))).toBe(oid);
    issuer.setUp(false);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 7 * 24 * hourMs + 1000 });
    expect(await judge(await issuer.token(oid))).toBe('503 signInUnavailable');
  });

  it('are renewed in the background after half a day, and a withdrawn key is rejected', async () => {
    const before = issuer.asked;
    expect(await judge(await issuer.token(oid))).toBe(oid);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 13 * hourMs });
    const old = await issuer.token(oid);
    await issuer.rotate(true);
    expect(await judge(old)).toBe(oid);
    await expect.poll(() => judge(old)).toBe('401 signInRefused');
    expect(issuer.asked - before).toBe(2);
    expect(await judge(await issuer.token(oid))).toBe(oid);
  });

  it('are requested again every few minutes while Entra is unreachable, and each failure is reported', async () => {
    expect(await judge(await issuer.token(oid))).toBe(oid);
    issuer.setUp(false);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 13 * hourMs });
    const [asked, start] = [issuer.asked, Date.now()];
    for (const minutes of [0, 1, 4, 6, 7]) {
      vi.setSystemTime(start + minutes * 60_000);
      expect(await judge(await issuer.token(oid))).toBe(oid);
      await expect.poll(() => unreachable).toBe(minutes < 5 ? 1 : 2);
    }
    expect(issuer.asked - asked).toBe(2);
  });
});
