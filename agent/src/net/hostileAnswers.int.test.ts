/** Hostile responses: endless, very slow, compressed bombs, and redirections to another host. */
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import type { Fetch } from './fetch.ts';
import { boundedFetch, maxResponseBytes } from './ownFetch.ts';
import { createTransport } from './transport.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const ways: readonly (readonly [string, Fetch])[] = [
  ['our transport', createTransport({ proxy: null })],
  ["Node's own fetch", boundedFetch],
];

describe.each(ways)('%s', (_, fetch) => {
  const post = (url: string, signal = AbortSignal.timeout(20_000)) =>
    fetch(url, {
      method: 'POST',
      headers: { authorization: 'Bearer rpm_key' },
      body: '{}',
      signal,
    });

  it('accepts a response up to the limit, and no longer response', async () => {
    const lengths = [maxResponseBytes, maxResponseBytes + 1];
    const url = await listen((_, response) => response.end(Buffer.alloc(lengths.shift() ?? 0)));
    expect(await (await post(url)).text()).toHaveLength(maxResponseBytes);
    await expect(post(url)).rejects.toThrow('too long');
  });

  it('closes the connection of an endless response', async () => {
    const cut = new Promise<void>((resolve) => {
      void listen((_, response) => {
        const piece = Buffer.alloc(64 * 1024);
        const more = () => void (response.destroyed || response.write(piece, more));
        response.once('close', resolve);
        more();
      }).then((url) => expect(post(url)).rejects.toThrow('too long'));
    });
    await cut;
  });

  it('is not decompressed beyond the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    const url = await listen((_, response) => {
      // Restify, where another test loaded it, changes writeHead so that it returns nothing.
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(bomb);
    });
    const length = await post(url).then(
      async (answer) => (await answer.text()).length,
      () => 0,
    );
    expect(length).toBeLessThanOrEqual(maxResponseBytes);
  });

  it('ends a very slow response when its time is over', async () => {
    const ending = new AbortController();
    const url = await listen((_, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write(' '), 5);
      response.once('close', () => clearInterval(drip));
      response.write(' ', () => ending.abort(new Error('over')));
    });
    await expect(post(url, ending.signal)).rejects.toThrow();
  });

  it.each([301, 302, 303, 307, 308])(
    'follows no redirection to another host (%i)',
    async (status) => {
      const asked: unknown[] = [];
      const other = await listen(({ headers }, response) => {
        asked.push(headers);
        response.end('{}');
      });
      const url = await listen((_, response) => {
        response.writeHead(status, { location: `${other}/api/telemetry` });
        response.end();
      });
      expect((await post(url)).status).toBe(status);
      expect(asked).toEqual([]);
    },
  );

  it('rejects an incomplete response', async () => {
    const url = await listen((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"results":', () => response.destroy());
    });
    await expect(post(url)).rejects.toThrow();
  });
});
