/** Readiness by what a monitor sees: starting, ready, or a store that does not respond. */
import restify from 'restify';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { mountHealth } from './healthProbes.ts';

let server: restify.Server;
let isStarted: boolean;
let isThere: boolean;
let asked: number;
let nowMs: number;
beforeEach(async () => {
  [isStarted, isThere, asked, nowMs] = [true, true, 0, 0];
  server = restify.createServer();
  mountHealth(server, {
    isStarted: () => isStarted,
    store: {
      async document() {
        asked += 1;
        if (!isThere) throw new Error('no answer');
        return null;
      },
      quarantine: { size: 0, list: () => [] },
    },
    counts: () => ({ rooms: 3, waitingCards: 1 }),
    nowMs: () => nowMs,
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterEach(() => new Promise<void>((done) => server.close(done)));

async function ask() {
  const answer = await fetch(`http://127.0.0.1:${server.address().port}/readyz`);
  return [answer.status, await answer.json()];
}

it('is starting, and sends no request to the store', async () => {
  isStarted = false;
  expect(await ask()).toEqual([503, { status: 'starting' }]);
  expect(asked).toBe(0);
});

it('counts the rooms in memory and the waiting cards', async () => {
  expect(await ask()).toEqual([200, { status: 'ready', rooms: 3, waitingCards: 1 }]);
});

it('queries the store at most every five seconds, and reports when it does not respond', async () => {
  await ask();
  isThere = false;
  expect((await ask())[0]).toBe(200);
  nowMs = 5_000;
  expect(await ask()).toEqual([503, { status: 'storeUnreachable', rooms: 3, waitingCards: 1 }]);
  expect(asked).toBe(2);
});
