/** Posts messages to the platform and reads the time of its clock. */
import { gzipSync } from 'node:zlib';
import type { TelemetryMessage } from '@rooms-pro/core/contracts';
import { within } from '../loop/wait.ts';
import type { Fetch } from '../net/fetch.ts';
import { type HttpResponse, type PlatformResponse, readPlatformResponse } from './readResponse.ts';

const timeoutMs = 30_000;
/** Below this size, compression costs more than it saves. */
const compressFromBytes = 1_024;

export type PostDeps = {
  readonly server: string;
  readonly key: () => string;
  readonly fetch: Fetch;
  readonly now: () => Date;
  readonly onServerClock: (aheadMs: number) => void;
};

/** Sends one request; rejects when no response arrives. */
export async function post(
  deps: PostDeps,
  messages: readonly TelemetryMessage[],
  stopped: AbortSignal,
): Promise<PlatformResponse> {
  const text = JSON.stringify({ messages });
  const isCompressed = Buffer.byteLength(text) >= compressFromBytes;
  const { httpResponse, date } = await within(timeoutMs, stopped, async (signal) => {
    const response = await deps.fetch(`${deps.server}/api/telemetry`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${deps.key()}`,
        'content-type': 'application/json',
        ...(isCompressed ? { 'content-encoding': 'gzip' } : {}),
      },
      body: isCompressed ? new Uint8Array(gzipSync(text)) : text,
      signal,
    });
    const httpResponse: HttpResponse = {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      text: await response.text(),
    };
    return { httpResponse, date: response.headers.get('date') };
  });
  const serverClock = Date.parse(date ?? '');
  // Only a server that accepts the key may set the time; the error page of a proxy may not.
  if (httpResponse.status === 200 && !Number.isNaN(serverClock))
    deps.onServerClock(serverClock - deps.now().getTime());
  return readPlatformResponse(httpResponse, messages.length, deps.now());
}
