/** Requests with a proxy and with the CAs of the machine. Node opens the tunnel through the proxy. */
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import tls from 'node:tls';
import type { Fetch, FetchInit, FetchResponse } from './fetch.ts';
import { maxResponseBytes, tooLong } from './ownFetch.ts';

/** How requests reach the server: opens one connection for each request. */
export type NetworkAgents = { readonly http: http.Agent; readonly https: https.Agent };

export type TransportOptions = {
  readonly proxy: URL | null;
  readonly caFile?: string | undefined;
};

/** A connection to a proxy that does not respond is closed after this time. */
const tunnelTimeoutMs = 30_000;

/** The proxy responded and refused the connection. */
export class ProxyRefusal extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`The proxy responded with status ${status}.`);
    this.name = 'ProxyRefusal';
    this.status = status;
  }
}

/** Creates the agents of this route; throws when the CA file cannot be read. */
export function createAgents({ proxy, caFile }: TransportOptions): NetworkAgents {
  // Node trusts either its own CAs or those of the machine; both are needed, and those of the file.
  const ca = [
    ...tls.getCACertificates('default'),
    ...tls.getCACertificates('system'),
    ...(caFile === undefined ? [] : [readFileSync(caFile, 'utf8')]),
  ];
  const proxyEnv = proxy === null ? {} : { HTTP_PROXY: proxy.href, HTTPS_PROXY: proxy.href };
  const timeout = tunnelTimeoutMs;
  return {
    http: new http.Agent({ proxyEnv, timeout }),
    // Created once: to read a few hundred certificates for each request would cost more than the request.
    https: new https.Agent({ proxyEnv, timeout, secureContext: tls.createSecureContext({ ca }) }),
  };
}

/** The error of a request; `ProxyRefusal` when the proxy refused it. */
export function toNetworkError(error: Error): Error {
  return 'code' in error && error.code === 'ERR_PROXY_TUNNEL' && 'statusCode' in error
    ? new ProxyRefusal(Number(error.statusCode))
    : error;
}

/** Creates the transport; throws when the CA file cannot be read. */
export function createTransport(options: TransportOptions): Fetch {
  const agents = createAgents(options);
  return (url, init) => {
    const { method, headers, signal } = init;
    const request = { method, headers: { ...headers }, signal };
    return new URL(url).protocol === 'http:'
      ? send(http.request(url, { ...request, agent: agents.http }), init)
      : send(https.request(url, { ...request, agent: agents.https }), init);
  };
}

function send(
  request: http.ClientRequest,
  { body, stream, signal }: FetchInit,
): Promise<FetchResponse> {
  return new Promise((resolve, reject) => {
    // While Node waits for a proxy, the signal does not end the request.
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    request.once('close', () => signal.removeEventListener('abort', abort));
    request.once('error', (error) => reject(toNetworkError(error)));
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
