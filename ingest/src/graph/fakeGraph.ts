/** For the tests of the collector: a fake identity platform and a fake Microsoft Graph on loopback, over TLS. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';

/** A response of the fake at a path; a string body is sent unchanged. */
export type Scripted = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

/** A certificate for `localhost` that is valid during the test; only this process trusts it. */
function makeCertificate() {
  const folder = mkdtempSync(path.join(tmpdir(), 'graph-fake-'));
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

/** Starts the fake on a free port. Scripted paths are relative to `/beta`. */
export async function startGraphDouble() {
  const { key, cert } = makeCertificate();
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), cert]);
  const asked: string[] = [];
  const answers = new Map<string, Scripted[]>();
  let tokens = 0;
  let validToken = 1;
  let isSignInOpen = true;

  const server = createServer({ key, cert }, (request, response) => {
    const url = new URL(request.url ?? '', origin());
    asked.push(`${request.method} ${url.pathname}${url.search}`);
    if (url.pathname.startsWith('/tenant/')) signIn(url.pathname, response);
    else graph(request, url, response);
  });
  const origin = () => `https://localhost:${(server.address() as AddressInfo).port}`;

  function send(response: ServerResponse, { status = 200, headers = {}, body }: Scripted): void {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body ?? {}));
  }

  function signIn(pathname: string, response: ServerResponse): void {
    const at = `${origin()}/tenant/oauth2/v2.0`;
    const endpoints = { authorization_endpoint: `${at}/authorize`, token_endpoint: `${at}/token` };
    const discovery = { ...endpoints, issuer: `${origin()}/tenant/v2.0`, jwks_uri: `${at}/keys` };
    if (!pathname.endsWith('/token')) send(response, { body: discovery });
    else if (!isSignInOpen) send(response, { status: 401, body: { error: 'invalid_client' } });
    else {
      tokens += 1;
      const token = { token_type: 'Bearer', expires_in: 3599, access_token: `token-${tokens}` };
      send(response, { body: token });
    }
  }

  function graph(request: IncomingMessage, url: URL, response: ServerResponse): void {
    if (request.headers.authorization !== `Bearer token-${validToken}`) {
      send(response, { status: 401 });
      return;
    }
    const path = `${url.pathname.replace(/^\/beta/, '')}${url.search}`;
    const script = answers.get(path);
    // The last response repeats; each earlier response is sent once.
    const answer = script !== undefined && script.length > 1 ? script.shift() : script?.[0];
    send(response, answer ?? { status: 404 });
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    asked,
    origin: origin(),
    config: {
      clientId: 'app',
      tenantId: 'tenant',
      clientSecret: 'secret',
      baseUrl: `${origin()}/beta`,
      authority: origin(),
      schedule: '0 */5 * * * *',
    },
    /** Scripts a path: sends several responses one after another, and repeats the last one. */
    at(path: string, ...script: Scripted[]): void {
      answers.set(path, script);
    },
    /** From now on only the next issued token is valid. */
    expireToken(): void {
      validToken = tokens + 1;
    },
    closeSignIn(): void {
      isSignInOpen = false;
    },
    async stop(): Promise<void> {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
export type GraphDouble = Awaited<ReturnType<typeof startGraphDouble>>;
