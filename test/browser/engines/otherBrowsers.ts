/**
 * Debian's Firefox and WebKit for the browser suites. Firefox speaks WebDriver BiDi over a WebSocket, and
 * WebKit speaks WebDriver over HTTP. Node has both, so they need no library; playwright-core drives neither.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const firefox = '/usr/bin/firefox-esr';
const webKitDriver = '/usr/bin/WebKitWebDriver';
const display = '/usr/bin/Xvfb';
const miniBrowser = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';
const patienceMs = 30_000;
const phone = { width: 360, height: 740 } as const;

/** A browser with one window of a phone's width, or as narrow as the browser allows. */
export type OtherBrowser = {
  open(url: string): Promise<void>;
  /** Runs the body of a function in the page and returns its value. */
  run(body: string): Promise<unknown>;
  close(): Promise<void>;
};

export type Engine = {
  readonly name: string;
  /** What the machine lacks for it; `null`: nothing. */
  readonly missing: string | null;
  readonly launch: () => Promise<OtherBrowser>;
};

const lacks = (...files: readonly string[]) => files.find((file) => !existsSync(file)) ?? null;

export const engines: readonly Engine[] = [
  { name: 'Firefox', missing: lacks(firefox), launch: launchFirefox },
  { name: 'WebKit', missing: lacks(webKitDriver, miniBrowser, display), launch: launchWebKit },
];

/** Asks again until the answer is not empty. */
export async function waitFor<T>(
  what: string,
  ask: () => Promise<T | null> | T | null,
): Promise<T> {
  const end = Date.now() + patienceMs;
  while (Date.now() < end) {
    const answer = await ask();
    if (answer) return answer;
    await wait(50);
  }
  throw new Error(`It did not come: ${what}`);
}

/** A browser that no longer answers fails the story, which then closes it. */
async function inTime<T>(what: string, promise: Promise<T>): Promise<T> {
  const late = wait(patienceMs, null, { ref: false }).then(() => {
    throw new Error(`It did not come: ${what}`);
  });
  return await Promise.race([promise, late]);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once('exit', done));
  child.kill();
  const isLate = await Promise.race([ended.then(() => false), wait(5000, true, { ref: false })]);
  if (isLate) child.kill('SIGKILL');
}

/** What a process prints until the pattern matches: its first group. */
function printed(child: ChildProcess, what: string, pattern: RegExp): Promise<string> {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      text += String(chunk);
    });
  }
  return waitFor(what, () => pattern.exec(text)?.[1] ?? null);
}

async function launchFirefox(): Promise<OtherBrowser> {
  const profile = await mkdtemp(path.join(tmpdir(), 'rooms-pro-firefox-'));
  const child = spawn(
    firefox,
    ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port=0', 'about:blank'],
    { env: { ...process.env, HOME: profile, MOZ_CRASHREPORTER_DISABLE: '1' } },
  );
  const close = async () => {
    await stop(child);
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const address = await printed(child, 'the address of Firefox', /BiDi listening on (ws:\S+)/);
    const send = await connectBidi(`${address}/session`);
    await send('session.new', { capabilities: {} });
    const { contexts } = await send('browsingContext.getTree', {});
    const [{ context }] = contexts as [{ context: string }];
    await send('browsingContext.setViewport', { context, viewport: phone });
    return {
      close,
      async open(url) {
        await send('browsingContext.navigate', { context, url, wait: 'complete' });
      },
      async run(body) {
        const expression = `JSON.stringify((() => { ${body} })() ?? null)`;
        const asked = { expression, target: { context }, awaitPromise: true };
        const answer = await send('script.evaluate', asked);
        if (answer['type'] !== 'success') throw new Error(JSON.stringify(answer));
        return JSON.parse((answer['result'] as { value: string }).value) as unknown;
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

type Answer = Record<string, unknown>;

/** A way to send commands over the socket, each answered under its number. */
async function connectBidi(address: string) {
  const socket = new WebSocket(address);
  const waiting = new Map<number, (answer: Answer) => void>();
  let last = 0;
  socket.addEventListener('message', ({ data }) => {
    const answer = JSON.parse(String(data)) as Answer & { id?: number };
    waiting.get(answer.id ?? -1)?.(answer);
  });
  const opened = new Promise<unknown>((done, fail) => {
    socket.addEventListener('open', done);
    socket.addEventListener('error', () => fail(new Error(`No connection to ${address}`)));
  });
  await inTime(`a connection to ${address}`, opened);
  return async (method: string, params: object): Promise<Answer> => {
    last += 1;
    const id = last;
    const answered = new Promise<Answer>((done) => waiting.set(id, done));
    socket.send(JSON.stringify({ id, method, params }));
    const answer = await inTime(`the answer to ${method}`, answered);
    waiting.delete(id);
    if (answer['type'] === 'error') throw new Error(`${method}: ${JSON.stringify(answer)}`);
    return answer['result'] as Answer;
  };
}

/** A port that nothing uses: the driver accepts no 0. */
function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function launchWebKit(): Promise<OtherBrowser> {
  const screen = spawn(display, [
    '-displayfd',
    '1',
    '-screen',
    '0',
    '1280x1024x24',
    '-nolisten',
    'tcp',
  ]);
  let driver: ChildProcess | null = null;
  const stopBoth = async () => {
    if (driver) await stop(driver);
    await stop(screen);
  };
  try {
    const number = await printed(screen, 'a display', /^(\d+)\n/);
    const port = await freePort();
    driver = spawn(webKitDriver, [`--port=${port}`], {
      env: { ...process.env, DISPLAY: `:${number}` },
    });
    const ask = createWebDriver(`http://127.0.0.1:${port}`);
    await waitFor('the driver of WebKit', () => ask('GET', '/status').catch(() => null));
    const browser = { binary: miniBrowser, args: ['--automation'] };
    const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': browser } };
    const { sessionId } = (await ask('POST', '/session', { capabilities })) as {
      sessionId: string;
    };
    const session = `/session/${sessionId}`;
    await ask('POST', `${session}/window/rect`, phone);
    return {
      open: async (url) => void (await ask('POST', `${session}/url`, { url })),
      run: (script) => ask('POST', `${session}/execute/sync`, { script, args: [] }),
      async close() {
        await ask('DELETE', session).catch(() => undefined);
        await stopBoth();
      },
    };
  } catch (error) {
    await stopBoth();
    throw error;
  }
}

function createWebDriver(base: string) {
  return async (method: string, target: string, body?: object): Promise<unknown> => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const signal = AbortSignal.timeout(patienceMs);
    const answer = await fetch(`${base}${target}`, { method, signal, ...sent });
    const { value } = (await answer.json()) as { value: unknown };
    if (!answer.ok) throw new Error(`${target}: ${JSON.stringify(value)}`);
    return value;
  };
}
