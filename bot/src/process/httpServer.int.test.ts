/** The server with real connections: complete and incomplete requests. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { finishBody } from './discardBody.ts';
import { type BotServer, createHttpServer, type HttpLimits, mayTakeLong } from './httpServer.ts';

const unlimited = 60_000;
let httpServer: BotServer;
let port: number;
let sockets: Socket[];
/** Ends the waiting requests of `/slow`. */
let letEnd: () => void;

async function open(limits: HttpLimits = {}): Promise<void> {
  httpServer = createHttpServer({ drainMs: unlimited, ...limits });
  const ending = new Promise<void>((done) => {
    letEnd = done;
  });
  httpServer.server.get('/slow', async (_request, response) => {
    await ending;
    response.send(200, 'slow');
  });
  httpServer.server.post('/body', async (request, response) => {
    for await (const _ of request);
    response.send(200, 'taken');
  });
  httpServer.server.post('/upload', async (request, response) => {
    mayTakeLong(request);
    for await (const _ of request);
    response.send(200, 'taken');
  });
  port = await httpServer.listen(0, '127.0.0.1');
}

/** A connection that has sent this text; `received` resolves with all received bytes after the close. */
function send(text: string): { socket: Socket; received: Promise<string>; said: () => string } {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => undefined);
  const closed = new Promise((done) => socket.once('close', done));
  let said = '';
  socket.on('data', (chunk) => {
    said += chunk.toString();
  });
  socket.write(text);
  return { socket, received: closed.then(() => said), said: () => said };
}

const half = (path: string) =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{`;
const get = async (path: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};

beforeEach(async () => {
  sockets = [];
  await open();
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  letEnd();
  await httpServer.close();
});

describe('before it serves', () => {
  it('is alive, reports that it starts, and asks clients to retry', async () => {
    expect([(await get('/healthz')).status, (await get('/readyz')).text]).toEqual([
      200,
      '{"status":"starting"}',
    ]);
    const { status, headers, text } = await get('/slow');
    expect([status, headers.get('retry-after'), JSON.parse(text).error.code]).toEqual([
      503,
      '30',
      'starting',
    ]);
  });

  it('reports that the store is unreachable, to people in a plain sentence', async () => {
    httpServer.setUnavailable('storeUnreachable');
    const ready = await get('/readyz');
    expect([ready.status, ready.text]).toEqual([503, '{"status":"storeUnreachable"}']);
    const page = await get('/tab/', { accept: 'text/html' });
    expect(page.headers.get('content-type')).toContain('text/plain');
    expect(page.text).toMatch(/^Rooms Pro Management cannot reach its database right now/);
  });
});

describe('before it serves, a sender of a large body', () => {
  it('sees the response', async () => {
    const one = send(`POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: ${0x80000}\r\n\r\n`);
    await once(httpServer.server, 'pre');
    for (let n = 0; n < 8; n += 1)
      await new Promise((sent) => one.socket.write('x'.repeat(0x10000), sent));
    one.socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    const statuses = (await one.received).match(/HTTP\/1.1 \d+/g);
    expect(statuses).toEqual(['HTTP/1.1 503', 'HTTP/1.1 200']);
  });
});

describe('when it closes', () => {
  it('rejects new requests, lets an active one end, and closes every connection', async () => {
    httpServer.open();
    const underWay = get('/slow');
    await once(httpServer.server, 'pre');
    httpServer.drain();
    const [ready, late] = [await get('/readyz'), await get('/slow')];
    expect([ready.status, ready.text]).toEqual([503, '{"status":"stopping"}']);
    expect([late.status, JSON.parse(late.text).error.code]).toEqual([503, 'stopping']);
    const closing = httpServer.close();
    letEnd();
    const ended = await underWay;
    expect([ended.status, ended.headers.get('connection')]).toEqual([200, 'close']);
    await closing;
    await expect(get('/healthz')).rejects.toThrow();
  });

  it('closes a connection whose request does not end, with one response', async () => {
    await httpServer.close();
    await open({ drainMs: 1 });
    httpServer.open();
    const stuck = send(half('/body'));
    await once(httpServer.server, 'pre');
    await httpServer.close();
    expect(await stuck.received).toBe('');
  });

  it('closes an idle connection', async () => {
    httpServer.open();
    const idle = send('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(idle.socket, 'data');
    await httpServer.close();
    expect(await idle.received).toContain('404');
  });
});

describe('strangers', () => {
  it('must send a complete request soon; known senders of files have more time', async () => {
    await httpServer.close();
    await open({ receiveWithinMs: 50 });
    httpServer.open();
    const upload = send(half('/upload'));
    const cut = await send(half('/body')).received;
    expect(cut).toMatch(/^HTTP\/1\.1 408/);
    upload.socket.write('}       ');
    await once(upload.socket, 'data');
    upload.socket.destroy();
    expect(await upload.received).toMatch(/^HTTP\/1\.1 200/);
  });

  const health = (path = '/healthz') => get(path).then(({ status }) => status);
  /** At most ten connections; two of them are for health probes and Teams. */
  async function openSmall(): Promise<void> {
    await httpServer.close();
    await open({ mostConnections: 10, reservedConnections: 2 });
    for (const path of ['/healthz', '/api/messages', '/plain'])
      httpServer.server.get(path, async (_request, response) => {
        response.send(200, 'served');
      });
    httpServer.open();
  }
  const many = (make: (n: number) => string) => Array.from({ length: 12 }, (_, n) => send(make(n)));

  it.each([
    ['nothing', () => ''],
    ['half a head', () => 'GET /plain HTTP/1.1\r\nHo'],
    ['half a body', () => half('/body')],
    ['half of a body that no handler reads', () => half('/nowhere')],
    [
      'an upgrade',
      () => 'GET /plain HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n',
    ],
  ])(
    'who send %s lose the oldest of many connections, and others are served',
    async (_what, make) => {
      await openSmall();
      many(make);
      for (const path of ['/healthz', '/api/messages', '/plain'])
        expect(await health(path)).toBe(200);
    },
  );

  it('cannot use the reserve for health probes and Teams while every other connection works', async () => {
    await openSmall();
    const slow: Socket[] = [];
    for (let n = 0; n < 8; n += 1) {
      slow.push(send('GET /slow HTTP/1.1\r\nHost: x\r\n\r\n').socket);
      await once(httpServer.server, 'pre');
    }
    const plain = await get('/plain');
    expect([plain.headers.get('connection'), plain.headers.get('retry-after')]).toEqual([
      'close',
      '2',
    ]);
    expect(JSON.parse(plain.text).error.sentence).toContain('too many connections');
    for (const path of ['/healthz', '/api/messages']) expect(await health(path)).toBe(200);
    letEnd();
    for (const socket of slow) socket.destroy();
    await vi.waitUntil(async () => (await health('/plain')) === 200);
  });
});

describe('a request that restify does not bring to a handler', () => {
  const ask = (head: string) => send(`${head}\r\n\r\n`).received;
  beforeEach(() => httpServer.open());

  it.each([
    ['an address that cannot be read', 'GET http://[ HTTP/1.1\r\nHost: x', 400],
    ['a host that cannot be read', 'GET / HTTP/1.1\r\nHost: a b', 400],
    ['a tunnel', 'CONNECT evil.example:443 HTTP/1.1\r\nHost: x', 400],
    [
      'an unknown expectation',
      'POST /body HTTP/1.1\r\nHost: x\r\nExpect: x\r\nContent-Length: 9',
      417,
    ],
  ])('%s is refused and its connection closed', async (_what, head, status) => {
    expect(await ask(head)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect((await get('/nowhere')).status).toBe(404);
  });

  it('with an upgrade is served as a normal request', async () => {
    const upgrade = 'Connection: upgrade, close\r\nUpgrade: websocket';
    const head = `GET /nowhere HTTP/1.1\r\nHost: x\r\n${upgrade}`;
    expect(await ask(head)).toMatch(/^HTTP\/1.1 404 /);
  });
});

describe('a body that its handler does not read to the end', () => {
  const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
  const head = (path: string) =>
    `POST ${path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n`;
  const next = 'GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n';

  beforeEach(() => {
    httpServer.server.post('/early', async (request, response) => {
      for await (const _ of request.iterator({ destroyOnReturn: false })) break;
      await finishBody(request, response);
      response.send(413, 'early');
    });
    httpServer.server.post('/forgotten', async (request, response) => {
      // Leaves the loop open, like a store that fails in the middle of an upload.
      await request.iterator({ destroyOnReturn: false }).next();
      response.send(503, 'forgotten');
    });
    httpServer.server.post('/unread', async (_request, response) => {
      response.send(401, 'unread');
    });
    httpServer.open();
  });

  it.each(['/early', '/forgotten', '/unread', '/nowhere'])(
    'leaves the connection usable at %s',
    async (path) => {
      const one = send(head(path));
      for (let n = 0; n < 3; n += 1) one.socket.write(chunk);
      await once(httpServer.server, 'pre');
      one.socket.write(`0\r\n\r\n${next}`);
      await vi.waitUntil(() => one.said().match(/HTTP\/1.1/g)?.length === 2);
      expect(one.said().match(/HTTP\/1.1 (\d+)/g)?.[1]).toBe('HTTP/1.1 404');
    },
  );

  it.each(['/early', '/forgotten', '/unread', '/nowhere'])(
    'ends the connection at %s when it is endless, and the sender sees the response',
    async (path) => {
      const one = send(head(path));
      const writing = setInterval(() => one.socket.write(chunk), 1);
      expect(await one.received).toMatch(/^HTTP\/1.1 (413|503|401|404) /);
      clearInterval(writing);
    },
  );
});
