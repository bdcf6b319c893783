/** The packed bot under attack, by senders who sign in nowhere and by one who does. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFakeIngestion } from '../../../insights/src/fakeIngestion.suite.ts';
import { brokenRequests, sendBroken } from '../../../test/attacks/brokenRequests.suite.ts';
import {
  hasHead,
  openRaw,
  type RawConnection,
  statusIn,
} from '../../../test/attacks/rawConnection.suite.ts';
import { openAttackStory } from './attackTestEnv.suite.ts';

let story: Awaited<ReturnType<typeof openAttackStory>>;
beforeAll(async () => {
  story = await openAttackStory();
}, 120_000);
afterAll(() => story.close());

type Bot = Awaited<ReturnType<typeof story.run>>;
const upload = '/api/tickets/1-1/attachments';
const request = (line: string, ...headers: readonly string[]) =>
  `${[`${line} HTTP/1.1`, 'Host: x', ...headers].join('\r\n')}\r\n\r\n`;
const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
const settle = (connections: readonly RawConnection[]) => {
  for (const { socket } of connections) socket.destroy();
};

/** That the bot serves everyone: its probes, Teams (without a token: 401), and a person. */
async function expectServed(bot: Bot): Promise<void> {
  expect(await bot.status('GET /healthz')).toBe(200);
  expect(await bot.status('GET /readyz')).toBe(200);
  expect(await bot.status('POST /api/messages', 'Content-Length: 0')).toBe(401);
  expect(await bot.status('GET /api/rooms', await story.signedIn())).toBe(200);
}

describe('broken requests', () => {
  it.each(['without Application Insights', 'with Application Insights'])(
    'each get a response, and the process stays alive, %s',
    async (how) => {
      const insights = await openFakeIngestion();
      const bot = await story.run(how.startsWith('with ') ? insights.settings : {});
      const requests = ['/', '/healthz', '/api/messages'].flatMap(brokenRequests);
      expect(requests.length).toBeGreaterThan(40);
      const wrong: string[] = [];
      for (const one of requests) {
        const status = await sendBroken(bot.port, one);
        if (status < 100 || status >= 500) wrong.push(`${status}: ${one.name}`);
      }
      expect(wrong).toEqual([]);
      await expectServed(bot);
      expect(await bot.stop()).toBe(0);
      await insights.close();
    },
    120_000,
  );
});

describe('connections', () => {
  let bot: Bot;
  /** Slow from the first moment; the rate is checked after 30 s, while the other tests run. */
  let slow: RawConnection[] = [];
  const slowUpload = async () =>
    openRaw(
      bot.port,
      request(
        `POST ${upload}`,
        await story.signedIn(),
        'X-Attachment-Name: slow.mp4',
        'Content-Length: 50000000',
      ),
    );
  beforeAll(async () => {
    bot = await story.run();
    await expectServed(bot);
    slow = await Promise.all([slowUpload(), slowUpload(), slowUpload()]);
    for (const { socket } of slow) socket.write('x'.repeat(10_000));
  }, 60_000);
  afterAll(async () => {
    settle(slow);
    expect(await bot.stop()).toBe(0);
  });

  it('that upload more than three files of a person at a time are refused with a sentence', async () => {
    const fourth = await slowUpload();
    const text = await fourth.until(hasHead);
    expect([statusIn(text), text]).toEqual([429, expect.stringMatching(/retry-after: 20/i)]);
    expect(await fourth.until((all) => all.includes('}'))).toContain('Three of your files');
    settle([fourth]);
  });

  it.each([
    ['nothing', ''],
    ['half a head', 'GET /healthz HTTP/1.1\r\nHo'],
    ['an upgrade', request('GET /healthz', 'Connection: Upgrade', 'Upgrade: websocket')],
    ['half a body for Teams', `${request('POST /api/messages', 'Content-Length: 9')}{`],
    [
      'half a body with a wrong token',
      `${request('POST /api/messages', 'Authorization: Bearer x', 'Content-Type: application/json', 'Content-Length: 9')}{`,
    ],
  ])(
    '2,000 with %s shut out nobody',
    async (_what, bytes) => {
      const open: RawConnection[] = [];
      for (let n = 0; n < 20; n += 1)
        open.push(
          ...(await Promise.all(Array.from({ length: 100 }, () => openRaw(bot.port, bytes)))),
        );
      await expectServed(bot);
      settle(open);
    },
    60_000,
  );

  it('with an upgrade are served as if they asked for none, and are released', async () => {
    const bytes = request('GET /healthz', 'Connection: Upgrade', 'Upgrade: websocket');
    const open = await Promise.all(Array.from({ length: 200 }, () => openRaw(bot.port, bytes)));
    for (const one of open) expect(statusIn(await one.closed())).toBe(200);
  }, 60_000);

  it('that follow live are ten of a person and a thousand of all', async () => {
    const follow = async (manager: number) =>
      openRaw(bot.port, request('GET /api/stream', await story.signedIn(manager)));
    const isSettled = (text: string) => /: connected|tooManyStreams/.test(text);
    const own: RawConnection[] = [];
    for (let n = 0; n < 60; n += 1) {
      const stream = await follow(0);
      await stream.until(isSettled);
      own.push(stream);
    }
    const ended = await Promise.all(
      own.slice(0, 50).map((one) => one.until((text) => text.endsWith('0\r\n\r\n'))),
    );
    expect(ended.filter((text) => text.includes('event: superseded'))).toHaveLength(50);
    const others: RawConnection[] = [];
    for (let manager = 1; manager < 101; manager += 1) {
      const theirs = await Promise.all(Array.from({ length: 10 }, () => follow(manager)));
      await Promise.all(theirs.map((one) => one.until(isSettled)));
      others.push(...theirs);
    }
    const refused = others.map((one) => one.text()).filter((text) => statusIn(text) === 503);
    expect(refused).toHaveLength(10);
    expect(refused[0]).toMatch(/retry-after: 30/i);
    const idle = await Promise.all(Array.from({ length: 1_200 }, () => openRaw(bot.port)));
    await expectServed(bot);
    expect(own.slice(50).every(({ socket }) => !socket.destroyed)).toBe(true);
    settle([...own, ...others, ...idle]);
  }, 60_000);

  it.each([
    ['POST /api/messages', false],
    ['POST /api/messages', true],
    ['POST /api/commands', false],
    ['POST /api/commands', true],
    ['PUT /api/settings/rules', true],
    ['PUT /api/settings/people', true],
    ['POST /api/settings/codes', true],
    ['DELETE /api/tickets/1-1/attachments/x', true],
    [`POST ${upload}`, false],
    [`POST ${upload}`, true],
    ['POST /api/tickets/1-99/attachments', true],
    ['POST /nowhere', false],
    ['POST /healthz', false],
    ['GET /readyz', false],
    ['GET /api/rooms', true],
    ['GET /tab/', false],
  ])('%s (signed in: %s) with more than is read can be used again', async (line, isSignedIn) => {
    const who = isSignedIn ? [await story.signedIn(1)] : [];
    const type = 'Content-Type: application/json';
    const connection = await openRaw(
      bot.port,
      request(line, ...who, type, 'Transfer-Encoding: chunked'),
    );
    const send = (bytes: string) => new Promise((sent) => connection.socket.write(bytes, sent));
    for (let n = 0; n < 6; n += 1) await send(chunk);
    await send(`0\r\n\r\n${request('GET /healthz')}`);
    const text = await connection.until((all) => all.includes('alive'));
    expect(text).toContain('alive');
    expect(statusIn(text)).toBeGreaterThanOrEqual(200);
    settle([connection]);
  });

  it('that upload less than 64 kB a second are refused, and others attach a file', async () => {
    for (const one of slow) {
      const text = await one.closed();
      expect([statusIn(text), text]).toEqual([408, expect.stringContaining('too slowly')]);
    }
    const name = 'X-Attachment-Name: quick.txt';
    const length = 'Content-Length: 5';
    const quick = await openRaw(
      bot.port,
      `${request(`POST ${upload}`, await story.signedIn(), name, length)}hello`,
    );
    expect(statusIn(await quick.until(hasHead))).toBe(201);
    settle([quick]);
  }, 90_000);
});

describe('a shutdown', () => {
  it('with a hundred hostile connections ends by itself, in time', async () => {
    const bot = await story.run();
    const me = await story.signedIn();
    const stream = request('GET /api/stream', me);
    const kinds = [
      '',
      'GET /healthz HTTP/1.1\r\nHo',
      `${request('POST /api/messages', 'Content-Length: 9')}{`,
      `${request('POST /api/commands', me, 'Content-Type: application/json', 'Content-Length: 9')}{`,
      request('GET /healthz', 'Connection: Upgrade', 'Upgrade: websocket'),
      request('CONNECT x:1', 'X: y'),
      request('POST /healthz', 'Expect: x', 'Content-Length: 9'),
      stream,
      `${request(`POST ${upload}`, me, 'X-Attachment-Name: a', 'Content-Length: 5000000')}xxxxx`,
      request('GET /tab/'),
    ];
    const open: RawConnection[] = [];
    for (let n = 0; n < 100; n += 1) {
      const connection = await openRaw(bot.port, kinds[n % kinds.length]);
      connection.socket.pause();
      open.push(connection);
    }
    await expectServed(bot);
    const startedMs = performance.now();
    const code = await bot.stop();
    const tookMs = performance.now() - startedMs;
    console.log(`A shutdown with 100 hostile connections took ${Math.round(tookMs)} ms.`);
    expect(code).toBe(0);
    expect(bot.log.at(-1)).toBe('bot.stopped');
    settle(open);
  }, 60_000);
});
