/** A way through an HTTP proxy to a server behind it. */
import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { defaultPort } from './proxy.ts';

/** The proxy answered, but does not let us through. */
export class ProxyRefusal extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`The proxy answered with status ${status}.`);
    this.name = 'ProxyRefusal';
    this.status = status;
  }
}

/** Asks the proxy for a connection to the target; throws `ProxyRefusal` when it says no. */
export function openTunnel(proxy: URL, target: URL, signal: AbortSignal): Promise<Socket> {
  const host = `${target.hostname}:${target.port || defaultPort(target.protocol)}`;
  const { username, password } = proxy;
  const account = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const authorization = `Basic ${Buffer.from(account).toString('base64')}`;
  const door = proxy.protocol === 'https:' ? https : http;
  const request = door.request({
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
