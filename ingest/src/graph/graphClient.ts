/** Reads from Microsoft Graph: with a token, with retries, and with limits for time and size. */
import { setTimeout as sleep } from 'node:timers/promises';
import { backOffMs } from '@rooms-pro/async';
import { GraphError } from './graphError.ts';
import type { GraphTokens } from './graphTokens.ts';

export type Json = Readonly<Record<string, unknown>>;

export type GraphClientOptions = {
  readonly tokens: GraphTokens;
  /** An abort of this signal ends every request and every wait. */
  readonly signal: AbortSignal;
  /** Waits for `ms` milliseconds; tests replace it. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** A random number from 0 to 1, so that many clients do not retry at the same time. */
  readonly chance?: () => number;
};

/** Reads one resource as a JSON object; throws `GraphError`. */
export type GraphClient = (url: URL) => Promise<Json>;

const maxTries = 5;
const backOffLimits = { firstMs: 500, longestMs: 20_000 };
const maxBodyBytes = 8 * 1024 * 1024;
const requestTimeoutMs = 30_000;
const transientStatuses = new Set([408, 429, 500, 502, 503, 504]);

/** Creates a client for one run; all its requests share one token and one pause. */
export function createGraphClient(options: GraphClientOptions): GraphClient {
  const { tokens, signal, chance = Math.random } = options;
  const wait = options.wait ?? waitUntilAborted;
  const token = shareToken(tokens, signal);
  let pausedUntil = 0;

  async function pause(): Promise<void> {
    const ms = pausedUntil - Date.now();
    if (ms > 0) await wait(ms, signal);
    if (signal.aborted) throw new GraphError('outOfTime');
  }

  /** Throttling applies to all requests of the application, so all of them wait. */
  async function backOff(attempt: number, retryAfterMs: number | null): Promise<void> {
    if (retryAfterMs !== null) {
      pausedUntil = Math.max(pausedUntil, Date.now() + retryAfterMs);
      return;
    }
    await wait(backOffMs(backOffLimits, attempt + 1, chance()), signal);
  }

  return async (url) => {
    for (let attempt = 0; attempt < maxTries; attempt += 1) {
      await pause();
      const bearer = await token.get();
      const response = await request(url, bearer, signal);
      if (response === null) await backOff(attempt, null);
      else if (response.status === 401) {
        await response.body?.cancel();
        if (!(await token.renew(bearer))) throw new GraphError('notSignedIn');
      } else if (transientStatuses.has(response.status)) {
        await response.body?.cancel();
        await backOff(attempt, readRetryAfter(response));
      } else return readResponse(response, signal);
    }
    throw new GraphError(signal.aborted ? 'outOfTime' : 'unavailable');
  };
}

async function waitUntilAborted(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}

/** One token for all requests of a run, and one renewal when Graph reports that it expired. */
function shareToken(tokens: GraphTokens, signal: AbortSignal) {
  // The sign-in library may wait without a limit, but a run must end.
  const fetchToken = (renew: boolean): Promise<string> =>
    orOutOfTime(tokens(renew), signal).catch((error: unknown) => {
      throw error instanceof GraphError ? error : new GraphError('notSignedIn', error);
    });
  let current: Promise<string> | null = null;
  let hasRenewed = false;
  return {
    get(): Promise<string> {
      current ??= fetchToken(false);
      return current;
    },
    /** True when there is another token than the refused one. */
    async renew(refused: string): Promise<boolean> {
      if (!hasRenewed) {
        hasRenewed = true;
        current = fetchToken(true);
      }
      return (await current) !== refused;
    },
  };
}

function orOutOfTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = () => reject(new GraphError('outOfTime'));
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  });
}

/** `null`: Graph is unreachable at the moment. */
async function request(url: URL, bearer: string, signal: AbortSignal): Promise<Response | null> {
  try {
    return await fetch(url, {
      headers: { authorization: `Bearer ${bearer}`, accept: 'application/json' },
      // A redirect could send the token to another host.
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]),
    });
  } catch {
    if (signal.aborted) throw new GraphError('outOfTime');
    return null;
  }
}

/** `Retry-After` in milliseconds, from seconds or a date; `null`: absent. */
function readRetryAfter(response: Response): number | null {
  const value = response.headers.get('retry-after');
  if (value === null) return null;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

async function readResponse(response: Response, signal: AbortSignal): Promise<Json> {
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
    if (size > maxBodyBytes) throw new GraphError('unreadable');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
