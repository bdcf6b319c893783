/** Requests through proxies that forward, refuse, or never respond. */
import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createTransport, ProxyRefusal } from './transport.ts';

const open: net.Server[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) {
    if (server instanceof http.Server) server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listen(server: net.Server): Promise<string> {
  open.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const post = (proxy: string, url: string, signal = AbortSignal.timeout(20_000)) =>
  createTransport({ proxy: new URL(proxy) })(url, {
    method: 'POST',
    headers: { authorization: 'Bearer rpm_key' },
    body: '{}',
    signal,
  });

describe('a proxy', () => {
  it('gets the address and its own password, and never the key, of a request by https', async () => {
    const asked: unknown[] = [];
    const proxy = http.createServer();
    proxy.on('connect', ({ url, headers }, socket) => {
      asked.push([url, headers['proxy-authorization'], headers.authorization]);
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    const error = await post(`http://us:p%40ss@${await listen(proxy)}`, 'https://rooms.example/a')
      .then(() => null)
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ProxyRefusal);
    expect(String(error)).toContain('The proxy responded with status 403.');
    expect(asked).toEqual([['rooms.example:443', `Basic ${btoa('us:p@ss')}`, undefined]]);
  });

  it('gets the whole address of a request by http, and its response comes back', async () => {
    const proxy = http.createServer((request, response) => response.end(`for ${request.url}`));
    const response = await post(`http://${await listen(proxy)}`, 'http://localhost:9/a?b=1');
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('for http://localhost:9/a?b=1');
  });

  it('that never responds does not keep a request that is over', async () => {
    const ending = new AbortController();
    const sockets: net.Socket[] = [];
    const proxy = net.createServer((socket) => {
      sockets.push(socket.on('error', () => {}));
      socket.once('data', () => ending.abort(new Error('over')));
    });
    const address = await listen(proxy);
    await expect(
      post(`http://${address}`, 'https://rooms.example/', ending.signal),
    ).rejects.toThrow('over');
    for (const socket of sockets) socket.destroy();
  });
});
