/** A connection through an HTTP proxy to a server. */
import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { defaultPort } from './proxy.ts';

/** The proxy responded and refused the connection. */
export class ProxyRefusal extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`The proxy responded with status ${status}.`);
    this.name = 'ProxyRefusal';
    this.status = status;
  }
}

/** Opens a connection to the target through the proxy; rejects with `ProxyRefusal` when the proxy refuses. */
export function openTunnel(proxy: URL, target: URL, signal: AbortSignal): Promise<Socket> {
  const host = `${target.hostname}:${target.port || defaultPort(target.protocol)}`;
  const { username, password } = proxy;
  const account = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const authorization = `Basic ${Buffer.from(account).toString('base64')}`;
  const client = proxy.protocol === 'https:' ? https : http;
  const request = client.request({
    protocol: proxy.protocol,
    hostname: proxy.hostname,
    port: proxy.port || defaultPort(proxy.protocol),
    method: 'CONNECT',
    path: host,
    headers: { host, ...(username === '' ? {} : { 'proxy-authorization': authorization }) },
    signal,
    agent: false,
  });
  return new Promise((resolve, reject) => {
    request.once('error', reject);
    request.once('connect', ({ statusCode = 0 }, socket: Socket) => {
      if (statusCode === 200) resolve(socket);
      else {
        socket.destroy();
        reject(new ProxyRefusal(statusCode));
      }
    });
    request.end();
  });
}
