/** Reads from Microsoft Graph: with a token, patience where it is asked for, and limits everywhere. */
import { setTimeout as sleep } from 'node:timers/promises';
import { GraphError } from './graphError.ts';
import type { GraphTokens } from './graphTokens.ts';

export type Json = Readonly<Record<string, unknown>>;

export type GraphClientOptions = {
  readonly tokens: GraphTokens;
  /** Ends every request and every wait when it is aborted. */
  readonly signal: AbortSignal;
  /** Waits; a test hands in one that only counts. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** From 0 to 1, so that many clients do not come back at once. */
  readonly chance?: () => number;
};

/** Reads one resource as a JSON object; throws `GraphError`. */
export type GraphClient = (url: URL) => Promise<Json>;

const tries = 5;
const firstWaitMs = 500;
const longestWaitMs = 20_000;
const largestBody = 8 * 1024 * 1024;
const requestTimeoutMs = 30_000;
const passing = new Set([408, 429, 500, 502, 503, 504]);

/** Makes a client for one run; all its requests share one token and one pause. */
export function createGraphClient(options: GraphClientOptions): GraphClient {
  const { tokens, signal, chance = Math.random } = options;
  const wait = options.wait ?? waitFor;
  const token = shareToken(tokens, signal);
  let pausedUntil = 0;

  async function pause(): Promise<void> {
    const ms = pausedUntil - Date.now();
    if (ms > 0) await wait(ms, signal);
    if (signal.aborted) throw new GraphError('outOfTime');
  }

  /** Throttling is meant for all requests of the application, so all of them wait. */
  async function backOff(attempt: number, retryAfterMs: number | null): Promise<void> {
    if (retryAfterMs !== null) {
      pausedUntil = Math.max(pausedUntil, Date.now() + retryAfterMs);
      return;
    }
    const jittered = firstWaitMs * 2 ** attempt * (0.5 + chance() / 2);
    await wait(Math.min(longestWaitMs, jittered), signal);
  }

  return async (url) => {
    for (let attempt = 0; attempt < tries; attempt += 1) {
      await pause();
      const bearer = await token.get();
      const response = await request(url, bearer, signal);
      if (response === null) await backOff(attempt, null);
      else if (response.status === 401) {
        await response.body?.cancel();
        if (!(await token.renew(bearer))) throw new GraphError('notSignedIn');
      } else if (passing.has(response.status)) {
        await response.body?.cancel();
        await backOff(attempt, retryAfterOf(response));
      } else return readAnswer(response, signal);
    }
    throw new GraphError(signal.aborted ? 'outOfTime' : 'unavailable');
  };
}

async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}

/** One token for all requests of a run, and one renewal when Graph calls it expired. */
function shareToken(tokens: GraphTokens, signal: AbortSignal) {
  // The library that signs us in may wait for ever; a run may not.
  const ask = (renew: boolean): Promise<string> =>
    untilEnd(tokens(renew), signal).catch((error: unknown) => {
      throw error instanceof GraphError ? error : new GraphError('notSignedIn', error);
    });
  let current: Promise<string> | null = null;
  let hasRenewed = false;
  return {
    get(): Promise<string> {
      current ??= ask(false);
      return current;
    },
    /** True when there is another token to try than the refused one. */
    async renew(refused: string): Promise<boolean> {
      if (!hasRenewed) {
        hasRenewed = true;
        current = ask(true);
      }
      return (await current) !== refused;
    },
  };
}

function untilEnd<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = () => reject(new GraphError('outOfTime'));
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  });
}

/** `null`: Graph could not be reached, for now. */
async function request(url: URL, bearer: string, signal: AbortSignal): Promise<Response | null> {
  try {
    return await fetch(url, {
      headers: { authorization: `Bearer ${bearer}`, accept: 'application/json' },
      // A redirect would carry the token to wherever it leads.
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]),
    });
  } catch {
    if (signal.aborted) throw new GraphError('outOfTime');
    return null;
  }
}

/** `Retry-After` in milliseconds, given in seconds or as a date; `null`: not given. */
function retryAfterOf(response: Response): number | null {
  const value = response.headers.get('retry-after');
  if (value === null) return null;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

async function readAnswer(response: Response, signal: AbortSignal): Promise<Json> {
  const { status } = response;
  if (status !== 200) {
    await response.body?.cancel();
    if (status === 403) throw new GraphError('notPermitted');
    throw new GraphError(status === 404 || status === 410 ? 'notFound' : 'unreadable');
  }
  let value: unknown;
  try {
    value = JSON.parse(await readText(response));
  } catch (error) {
    if (error instanceof GraphError) throw error;
    throw new GraphError(signal.aborted ? 'outOfTime' : 'unreadable', error);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new GraphError('unreadable');
  return { ...value };
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > largestBody) throw new GraphError('unreadable');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
