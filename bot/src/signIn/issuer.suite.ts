/** For tests: a token issuer over https on loopback, with its own keys. It replaces Entra. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export const clientId = '3d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f';
export const tenantId = '2d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f';
export const teamsClient = '1fec8e78-bce4-4aaf-ab1b-5451cc387264';

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;
/** Claims that are added to a valid token or replace its claims; `undefined` removes a claim. */
export type Claims = Readonly<Record<string, unknown>>;
export type Issuer = Awaited<ReturnType<typeof openIssuer>>;

/** A certificate for `localhost`, for one test. */
export function makeCertificate() {
  const folder = mkdtempSync(path.join(tmpdir(), 'issuer-'));
  const file = (name: string) => path.join(folder, name);
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc'];
  const files = ['-keyout', file('key.pem'), '-out', file('cert.pem')];
  try {
    const parts = ['req', '-x509', '-days', '2', ...curve, ...files, ...subject];
    execFileSync('openssl', parts, { stdio: 'ignore' });
    return { key: readFileSync(file('key.pem')), cert: readFileSync(file('cert.pem'), 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Opens the issuer on a free port. Only this process trusts its certificate. */
export async function openIssuer() {
  const { key, cert } = makeCertificate();
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), cert]);
  const pairs: [kid: string, pair: KeyPair][] = [];
  let isUp: boolean | 'silent' = true;
  let asked = 0;
  const server = createServer({ key, cert }, async (request, response) => {
    asked += 1;
    if (isUp === 'silent') return;
    const isKeys = request.url === `/${tenantId}/discovery/v2.0/keys`;
    const keys = await Promise.all(
      pairs.map(async ([kid, pair]) => ({ ...(await exportJWK(pair.publicKey)), kid, use: 'sig' })),
    );
    response.writeHead(isUp && isKeys ? 200 : 500, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ keys }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const authority = `https://localhost:${(server.address() as AddressInfo).port}`;

  /** Signs with a new key from now on. The old keys stay published unless `onlyNew`. */
  async function rotate(onlyNew = false): Promise<void> {
    const pair = await generateKeyPair('RS256');
    if (onlyNew) pairs.length = 0;
    pairs.push([`key-${pairs.length + 1}-${asked}`, pair]);
  }
  await rotate();

  function claimsOf(claims: Claims): Record<string, unknown> {
    const seconds = Math.floor(Date.now() / 1000);
    return {
      ver: '2.0',
      iss: `${authority}/${tenantId}/v2.0`,
      aud: clientId,
      tid: tenantId,
      azp: teamsClient,
      scp: 'access_as_user',
      iat: seconds - 10,
      nbf: seconds - 10,
      exp: seconds + 3600,
      ...claims,
    };
  }

  return {
    authority,
    /** The certificate, for a program that must trust it. */
    cert,
    settings: { clientId, tenantId, authority },
    env: {
      SIGN_IN_CLIENT_ID: clientId,
      SIGN_IN_TENANT_ID: tenantId,
      SIGN_IN_AUTHORITY: authority,
    },
    claimsOf,
    rotate,
    /** Sets how it responds: normally, with a failure, or not at all. */
    setUp: (up: boolean | 'silent') => {
      isUp = up;
    },
    get asked() {
      return asked;
    },
    /** A token for a person, as Teams gives it to the tab. */
    async token(oid: string, claims: Claims = {}): Promise<string> {
      const [kid, pair] = pairs.at(-1) ?? [];
      if (!pair || !kid) throw new Error('There is no key to sign with.');
      return new SignJWT(claimsOf({ oid, name: 'Ada Byron', ...claims }))
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid })
        .sign(pair.privateKey);
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}
