import { createSign, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { activitiesOf, listen } from '@rooms-pro/testing/teams';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noCredentials, openTeamsScenario } from './teamsScenario.suite.ts';

const appId = '11111111-2222-3333-4444-555555555555';
const issuer = 'https://issuer.example';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** The keys of the test's token issuer. */
async function openIssuer(): Promise<{ url: string; server: Server }> {
  let url = '';
  const server = createServer((request, response) => {
    const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'key-1', use: 'sig', alg: 'RS256' };
    const body = request.url?.includes('openid')
      ? { issuer, jwks_uri: `${url}/keys`, id_token_signing_alg_values_supported: ['RS256'] }
      : { keys: [{ ...jwk, endorsements: ['msteams'] }] };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(body));
  });
  url = `http://127.0.0.1:${await listen(server)}`;
  return { url, server };
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

function tokenFor(serviceUrl: string, claims: object = {}): string {
  const seconds = Math.floor(Date.now() / 1000);
  const payload = {
    iss: issuer,
    aud: appId,
    serviceurl: serviceUrl,
    nbf: seconds - 60,
    exp: seconds + 600,
  };
  const signed = `${part({ alg: 'RS256', typ: 'JWT', kid: 'key-1' })}.${part({ ...payload, ...claims })}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`;
}

describe('tokens of Teams', () => {
  let keys: Awaited<ReturnType<typeof openIssuer>>;
  let story: Awaited<ReturnType<typeof openTeamsScenario>>;

  beforeAll(async () => {
    keys = await openIssuer();
    const metadata = `${keys.url}/openid`;
    story = await openTeamsScenario({
      ...noCredentials,
      id: appId,
      password: 'not-used',
      type: 'MultiTenant',
      overrides: {
        ToBotFromChannelOpenIdMetadataUrl: metadata,
        ToBotFromChannelTokenIssuer: issuer,
        ToBotFromEmulatorOpenIdMetadataUrl: metadata,
        ToChannelFromBotLoginUrl: 'https://login.example/tenant',
        ToChannelFromBotOAuthScope: 'https://scope.example',
        OAuthUrl: 'https://oauth.example',
        CallerId: 'urn:example',
        ValidateAuthority: false,
      },
    });
  });
  afterAll(async () => {
    await story.close();
    keys.server.close();
  });

  const statusWith = async (authorization: string | null) => {
    const typing = { ...typingActivity(), type: 'typing' };
    const headers = authorization === null ? {} : { authorization };
    return (await story.send(typing, headers)).status;
  };
  const typingActivity = () =>
    activitiesOf(story.connector.url, { id: 'a:anna', conversationType: 'personal' }).install;

  it('accepts a valid one', async () => {
    expect(await statusWith(`Bearer ${tokenFor(story.connector.url)}`)).toBe(200);
  });

  it('rejects a request without a token before its body arrives', async () => {
    const socket = connect(story.port, '127.0.0.1');
    const head = ['POST /api/messages HTTP/1.1', 'Host: x', 'Content-Type: application/json'];
    socket.write(`${[...head, 'Content-Length: 100000'].join('\r\n')}\r\n\r\n{`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 401/);
  });

  it.each<[name: string, make: (good: string) => string | null]>([
    ['no token', () => null],
    ['garbage', () => 'Bearer abc'],
    ['three parts of garbage', () => 'Bearer a.b.c'],
    ['another scheme', (good) => `Basic ${good}`],
    ['a tampered signature', (good) => `Bearer ${good.slice(0, -6)}AAAAAA`],
    [
      'a tampered payload',
      (good) => `Bearer ${good.replace(/\..*\./, `.${part({ iss: issuer, aud: appId })}.`)}`,
    ],
    [
      'another issuer',
      () => `Bearer ${tokenFor(story.connector.url, { iss: 'https://other.example' })}`,
    ],
    ['another bot', () => `Bearer ${tokenFor(story.connector.url, { aud: 'someone-else' })}`],
    ['another service', () => `Bearer ${tokenFor('https://elsewhere.example/')}`],
    ['an expired one', () => `Bearer ${tokenFor(story.connector.url, { exp: 1_600_000_000 })}`],
    ['one that never ends', () => `Bearer ${tokenFor(story.connector.url, { exp: undefined })}`],
    [
      'an unknown key',
      (good) => `Bearer ${part({ alg: 'RS256', kid: 'key-9' })}${good.slice(good.indexOf('.'))}`,
    ],
    [
      'no algorithm',
      (good) => `Bearer ${part({ alg: 'none', kid: 'key-1' })}.${good.split('.')[1]}.`,
    ],
  ])('refuses %s with 401', async (_, make) => {
    expect(await statusWith(make(tokenFor(story.connector.url)))).toBe(401);
    expect(story.connector.delivered).toEqual([]);
  });
});
