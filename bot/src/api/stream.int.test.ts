/** The live stream for a person with many pages, and for a client that does not read. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Person } from '@rooms-pro/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openRaw, type RawConnection } from '../../../test/attacks/rawConnection.suite.ts';
import { people } from './apiScenario.suite.ts';
import { createStreams, type StreamLimits, type Streams } from './stream.ts';

const [mia, lena] = people;
let streams: Streams;
let server: Server;
let person: Person;
let opened: RawConnection[];

async function serve(limits?: StreamLimits): Promise<void> {
  streams = createStreams(limits);
  server = createServer((_request, response) => {
    streams.assertPlace(person);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    streams.open(response, person, null);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
}

/** A stream of this person, once it says that it is connected. */
async function follow(who: Person): Promise<RawConnection> {
  person = who;
  const { port } = server.address() as AddressInfo;
  const stream = await openRaw(port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await stream.until((text) => text.includes(': connected'));
  opened.push(stream);
  return stream;
}

/** So many rooms change, numbered from here on. */
const changes = (from: number, count = 1) => {
  for (let n = from; n < from + count; n += 1)
    streams.roomChanged({ id: `room-${n}`, groups: ['west'] });
};

beforeEach(async () => {
  opened = [];
  await serve();
});
afterEach(() => {
  for (const { socket } of opened) socket.destroy();
  streams.stop();
  server.closeAllConnections();
  server.close();
});

describe('a person with many pages', () => {
  it('has ten streams; the oldest gets the event `superseded` and ends', async () => {
    const hers = await follow(lena);
    const mine: RawConnection[] = [];
    for (let n = 0; n < 10; n += 1) mine.push(await follow(mia));
    expect(streams.count).toBe(11);
    mine.push(await follow(mia), await follow(mia));
    for (const one of mine.slice(0, 2))
      expect(await one.until((text) => text.endsWith('0\r\n\r\n'))).toContain(
        'event: superseded\ndata: {}\n\n',
      );
    changes(70);
    for (const one of [hers, ...mine.slice(2)])
      expect(await one.until((text) => text.includes('room-70'))).not.toContain('superseded');
    expect(streams.count).toBe(11);
  });

  it('is rejected when all people together have too many, unless one of their own streams ends', async () => {
    server.close();
    await serve({ most: 3, mostEach: 2 });
    await follow(mia);
    await follow(mia);
    await follow(lena);
    expect(() => streams.assertPlace(lena)).toThrow('Too many pages receive live changes');
    expect(() => streams.assertPlace(mia)).not.toThrow();
    opened[0]?.socket.destroy();
    await vi.waitUntil(() => streams.count === 2);
    expect(() => streams.assertPlace(lena)).not.toThrow();
  });
});

describe('a page that does not read', () => {
  it('is disconnected when more than 256 kB are unsent, and others continue', async () => {
    const [deaf, good] = [await follow(mia), await follow(lena)];
    deaf.socket.pause();
    for (let burst = 0; streams.count === 2; burst += 1) {
      const from = 1_000_000 * (burst + 1);
      changes(from, 20_000);
      await good.until((text) => text.includes(`room-${from + 19_999}"`));
      expect(burst).toBeLessThan(200);
    }
    expect(streams.count).toBe(1);
    deaf.socket.resume();
    expect(await deaf.closed()).not.toContain('superseded');
    changes(90);
    expect(await good.until((text) => text.includes('room-90'))).toContain('room-90');
  });

  it('can get one message that is larger than the limit', async () => {
    const one = await follow(mia);
    changes(1_000_000, 40_000);
    await one.until((text) => text.includes('room-1039999"'));
    changes(80);
    await one.until((text) => text.includes('room-80'));
    expect(streams.count).toBe(1);
  });
});
