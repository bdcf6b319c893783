/** Posts messages to the platform and notes what its clock says. */
import { gzipSync } from 'node:zlib';
import type { TelemetryMessage } from '@rooms-pro/core/contracts';
import { within } from '../loop/wait.ts';
import type { Fetch } from '../net/fetch.ts';
import { type Answer, type Answered, readAnswer } from './readResponse.ts';

const patienceMs = 30_000;
/** Below this, packing costs more than it saves. */
const packsFromBytes = 1_024;

export type PostDeps = {
  readonly server: string;
  readonly key: () => string;
  readonly fetch: Fetch;
  readonly now: () => Date;
  readonly onServerClock: (aheadMs: number) => void;
};

/** Sends one request; rejects when no answer comes. */
export async function post(
  deps: PostDeps,
  messages: readonly TelemetryMessage[],
  stopped: AbortSignal,
): Promise<Answer> {
  const text = JSON.stringify({ messages });
  const isPacked = Buffer.byteLength(text) >= packsFromBytes;
  const { answered, date } = await within(patienceMs, stopped, async (signal) => {
    const response = await deps.fetch(`${deps.server}/api/telemetry`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${deps.key()}`,
        'content-type': 'application/json',
        ...(isPacked ? { 'content-encoding': 'gzip' } : {}),
      },
      body: isPacked ? new Uint8Array(gzipSync(text)) : text,
      signal,
    });
    const answered: Answered = {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      text: await response.text(),
    };
    return { answered, date: response.headers.get('date') };
  });
  const serverClock = Date.parse(date ?? '');
  // Only who takes our key may tell us the time: a proxy's error page may not.
  if (answered.status === 200 && !Number.isNaN(serverClock))
    deps.onServerClock(serverClock - deps.now().getTime());
  return readAnswer(answered, messages.length, deps.now());
}
