/** For the tests of the collector: the identity platform and Microsoft Graph on loopback, over TLS. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';

/** What the double answers at a path; a text is sent as it is. */
export type Scripted = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

/** A certificate for `localhost` that lives as long as the test, trusted by this process alone. */
function makeCertificate() {
  const folder = mkdtempSync(path.join(tmpdir(), 'graph-double-'));
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

/** Starts the double on any free port. Paths are those below `/beta`. */
export async function startGraphDouble() {
  const { key, cert } = makeCertificate();
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), cert]);
  const asked: string[] = [];
  const answers = new Map<string, Scripted[]>();
  let tokens = 0;
  let goodToken = 1;
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
    const places = { authorization_endpoint: `${at}/authorize`, token_endpoint: `${at}/token` };
    const discovery = { ...places, issuer: `${origin()}/tenant/v2.0`, jwks_uri: `${at}/keys` };
    if (!pathname.endsWith('/token')) send(response, { body: discovery });
    else if (!isSignInOpen) send(response, { status: 401, body: { error: 'invalid_client' } });
    else {
      tokens += 1;
      const token = { token_type: 'Bearer', expires_in: 3599, access_token: `token-${tokens}` };
      send(response, { body: token });
    }
  }

  function graph(request: IncomingMessage, url: URL, response: ServerResponse): void {
    if (request.headers.authorization !== `Bearer token-${goodToken}`) {
      send(response, { status: 401 });
      return;
    }
    const path = `${url.pathname.replace(/^\/beta/, '')}${url.search}`;
    const script = answers.get(path);
    // The last answer stays; those before it are given once.
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
    /** Scripts a path: several answers are given one after the other, the last one for ever. */
    at(path: string, ...script: Scripted[]): void {
      answers.set(path, script);
    },
    /** From now on only the next token that is issued is good. */
    expireToken(): void {
      goodToken = tokens + 1;
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
