/** HTTPS with proxies and the CAs of the machine, which `fetch` of older Node versions does not support. */
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import tls from 'node:tls';
import type { Fetch, FetchInit, FetchResponse } from './fetch.ts';
import { maxResponseBytes, tooLong } from './ownFetch.ts';
import { defaultPort } from './proxy.ts';
import { openTunnel } from './tunnel.ts';

export type TransportOptions = {
  readonly proxy: URL | null;
  readonly caFile?: string | undefined;
};

/** The trusted CAs: those of Node, of the machine (where Node can read them) and of the file. */
export function trustedAuthorities(caFile: string | undefined): string[] {
  const own = caFile === undefined ? [] : [readFileSync(caFile, 'utf8')];
  const system = 'getCACertificates' in tls ? tls.getCACertificates('system') : [];
  return [...tls.rootCertificates, ...system, ...own];
}

/** Creates the transport; throws when the CA file cannot be read. */
export function createTransport({ proxy, caFile }: TransportOptions): Fetch {
  // Created once: reading a few hundred certificates for each request would cost more than the request.
  const secureContext = tls.createSecureContext({ ca: trustedAuthorities(caFile) });
  return async (url, init) => {
    const target = new URL(url);
    if (target.protocol === 'http:')
      return send(http.request(...plainRequest(target, proxy, init)), init);
    const port = Number(target.port || defaultPort(target.protocol));
    const tunnel = proxy === null ? null : await openTunnel(proxy, target, init.signal);
    const way = tunnel === null ? { port } : { socket: tunnel };
    const secure = tls.connect({ ...way, ...hostOptions(target), secureContext });
    // Set no agent: an agent would open a second connection.
    const options = { ...requestOptions(init), createConnection: () => secure };
    return send(https.request(target, options), init).finally(() => {
      secure.destroy();
      // TLS leaves the connection below it open.
      tunnel?.destroy();
    });
  };
}

/** The host and the expected server name of the certificate; an IP address has no server name. */
export function hostOptions({ hostname }: URL): {
  readonly host: string;
  readonly servername?: string;
} {
  const host = hostname.replace(/^\[|\]$/g, '');
  return isIP(host) === 0 ? { host, servername: host } : { host };
}

function requestOptions({ method, headers, signal }: FetchInit) {
  return { method, headers: { ...headers }, signal };
}

/** The options of a request without TLS. A proxy receives the complete URL as the path. */
function plainRequest(
  target: URL,
  proxy: URL | null,
  init: FetchInit,
): readonly [URL, http.RequestOptions] {
  if (proxy === null) return [target, requestOptions(init)];
  const request = requestOptions(init);
  return [
    proxy,
    { ...request, path: target.href, headers: { ...request.headers, host: target.host } },
  ];
}

function send(request: http.ClientRequest, { body, stream }: FetchInit): Promise<FetchResponse> {
  return new Promise((resolve, reject) => {
    request.once('error', reject);
    request.once('response', (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > maxResponseBytes) response.destroy(new Error(tooLong));
        else chunks.push(chunk);
      });
      response.once('error', reject);
      response.once('end', () => resolve(toFetchResponse(response, Buffer.concat(chunks))));
    });
    if (stream === undefined) {
      request.end(body);
      return;
    }
    // A response may arrive before the whole stream is sent: then the rest is not needed.
    request.once('response', () => stream.unpipe(request));
    stream.once('error', (error) => request.destroy(error));
    request.once('close', () => stream.destroy());
    stream.pipe(request);
  });
}

function toFetchResponse(
  { statusCode = 0, headers }: http.IncomingMessage,
  body: Buffer,
): FetchResponse {
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
