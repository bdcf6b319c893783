/** HTTPS with what Node's own `fetch` lacks on older versions: proxies and the machine's own CAs. */
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import tls from 'node:tls';
import type { Fetch, FetchAnswer, FetchInit } from './fetch.ts';
import { mostAnswerBytes, tooLong } from './ownFetch.ts';
import { defaultPort } from './proxy.ts';
import { openTunnel } from './tunnel.ts';

export type TransportOptions = {
  readonly proxy: URL | null;
  readonly caFile?: string | undefined;
};

/** The authorities that are trusted: Node's, the machine's where Node can read them, the file's. */
export function trustedAuthorities(caFile: string | undefined): string[] {
  const own = caFile === undefined ? [] : [readFileSync(caFile, 'utf8')];
  const system = 'getCACertificates' in tls ? tls.getCACertificates('system') : [];
  return [...tls.rootCertificates, ...system, ...own];
}

/** Makes the transport; throws when the CA file cannot be read. */
export function createTransport({ proxy, caFile }: TransportOptions): Fetch {
  // Made once: reading a few hundred certificates for every request would cost more than the request.
  const secureContext = tls.createSecureContext({ ca: trustedAuthorities(caFile) });
  return async (url, init) => {
    const target = new URL(url);
    if (target.protocol === 'http:') return send(http.request(...plain(target, proxy, init)), init);
    const port = Number(target.port || defaultPort(target.protocol));
    const tunnel = proxy === null ? null : await openTunnel(proxy, target, init.signal);
    const way = tunnel === null ? { port } : { socket: tunnel };
    const secure = tls.connect({ ...way, ...nameOf(target), secureContext });
    // No agent may be named: one would open a connection of its own.
    const options = { ...requestOf(init), createConnection: () => secure };
    return send(https.request(target, options), init).finally(() => {
      secure.destroy();
      // TLS leaves the connection below it open.
      tunnel?.destroy();
    });
  };
}

/** Whose certificate is expected; an address is no server name. */
export function nameOf({ hostname }: URL): { readonly host: string; readonly servername?: string } {
  const host = hostname.replace(/^\[|\]$/g, '');
  return isIP(host) === 0 ? { host, servername: host } : { host };
}

function requestOf({ method, headers, signal }: FetchInit) {
  return { method, headers: { ...headers }, signal };
}

/** Without TLS a proxy is simply told the whole address. */
function plain(
  target: URL,
  proxy: URL | null,
  init: FetchInit,
): readonly [URL, http.RequestOptions] {
  if (proxy === null) return [target, requestOf(init)];
  const request = requestOf(init);
  return [
    proxy,
    { ...request, path: target.href, headers: { ...request.headers, host: target.host } },
  ];
}

function send(request: http.ClientRequest, { body, stream }: FetchInit): Promise<FetchAnswer> {
  return new Promise((resolve, reject) => {
    request.once('error', reject);
    request.once('response', (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > mostAnswerBytes) response.destroy(new Error(tooLong));
        else chunks.push(chunk);
      });
      response.once('error', reject);
      response.once('end', () => resolve(answerOf(response, Buffer.concat(chunks))));
    });
    if (stream === undefined) {
      request.end(body);
      return;
    }
    // An answer may come before everything is sent: then the rest is of no use.
    request.once('response', () => stream.unpipe(request));
    stream.once('error', (error) => request.destroy(error));
    request.once('close', () => stream.destroy());
    stream.pipe(request);
  });
}

function answerOf({ statusCode = 0, headers }: http.IncomingMessage, body: Buffer): FetchAnswer {
  return {
    status: statusCode,
    headers: {
      get(name) {
        const value = headers[name.toLowerCase()];
        return typeof value === 'string' ? value : null;
      },
    },
    text: async () => body.toString('utf8'),
  };
}
