/** The door by what comes through it: real connections, whole and half-sent. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDoor, type Door, type DoorLimits, mayTakeLong } from './door.ts';

const unlimited = 60_000;
let door: Door;
let port: number;
let sockets: Socket[];
/** Ends the requests that wait at `/slow`. */
let letEnd: () => void;

async function open(limits: DoorLimits = {}): Promise<void> {
  door = createDoor({ drainMs: unlimited, ...limits });
  const ending = new Promise<void>((done) => {
    letEnd = done;
  });
  door.server.get('/slow', async (_request, response) => {
    await ending;
    response.send(200, 'slow');
  });
  door.server.post('/body', async (request, response) => {
    for await (const _ of request);
    response.send(200, 'taken');
  });
  door.server.post('/upload', async (request, response) => {
    mayTakeLong(request);
    for await (const _ of request);
    response.send(200, 'taken');
  });
  port = await door.listen(0, '127.0.0.1');
}

/** A connection that has sent this; `heard` resolves with all that came until it was closed. */
function send(text: string): { socket: Socket; heard: Promise<string> } {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => undefined);
  let said = '';
  socket.on('data', (chunk) => {
    said += chunk.toString();
  });
  socket.write(text);
  return { socket, heard: once(socket, 'close').then(() => said) };
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
  await door.close();
});

describe('before it serves', () => {
  it('is alive, says that it starts, and asks everybody to come back', async () => {
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

  it('says that the store is away, to people as a plain sentence', async () => {
    door.notYet('storeUnreachable');
    const ready = await get('/readyz');
    expect([ready.status, ready.text]).toEqual([503, '{"status":"storeUnreachable"}']);
    const page = await get('/tab/', { accept: 'text/html' });
    expect(page.headers.get('content-type')).toContain('text/plain');
    expect(page.text).toMatch(/^Rooms Pro Management cannot reach its database just now/);
  });
});

describe('when it closes', () => {
  it('turns new requests away, lets one under way end, and ends every connection', async () => {
    door.open();
    const underWay = get('/slow');
    await once(door.server, 'pre');
    door.turnAway();
    const [ready, late] = [await get('/readyz'), await get('/slow')];
    expect([ready.status, ready.text]).toEqual([503, '{"status":"stopping"}']);
    expect([late.status, JSON.parse(late.text).error.code]).toEqual([503, 'stopping']);
    const closing = door.close();
    letEnd();
    const ended = await underWay;
    expect([ended.status, ended.headers.get('connection')]).toEqual([200, 'close']);
    await closing;
    await expect(get('/healthz')).rejects.toThrow();
  });

  it('cuts off what does not end, and says so to nobody twice', async () => {
    await door.close();
    await open({ drainMs: 1 });
    door.open();
    const stuck = send(half('/body'));
    await once(door.server, 'pre');
    await door.close();
    expect(await stuck.heard).toBe('');
  });

  it('ends a connection that is only kept alive', async () => {
    door.open();
    const idle = send('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(idle.socket, 'data');
    await door.close();
    expect(await idle.heard).toContain('404');
  });
});

describe('strangers', () => {
  it('have to send a request as a whole soon; known senders of files have time', async () => {
    await door.close();
    await open({ receiveWithinMs: 50 });
    door.open();
    const upload = send(half('/upload'));
    const cut = await send(half('/body')).heard;
    expect(cut).toMatch(/^HTTP\/1\.1 408/);
    upload.socket.write('}       ');
    await once(upload.socket, 'data');
    upload.socket.destroy();
    expect(await upload.heard).toMatch(/^HTTP\/1\.1 200/);
  });

  it('open so many connections and no more', async () => {
    await door.close();
    await open({ mostConnections: 2 });
    door.open();
    const held = [send(half('/body')), send(half('/body'))];
    for (const _ of held) await once(door.server, 'pre');
    expect(await send(half('/body')).heard).toBe('');
    held[0]?.socket.destroy();
    await held[0]?.heard;
    expect(held[1]?.socket.destroyed).toBe(false);
  });
});
