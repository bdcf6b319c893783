/** Rows 2, 4, 5 and 8: all signals open, memory with all incidents open, the next start, all rooms disconnected. */
import type { SweepResult } from '@rooms-pro/ingest';
import { benchSignals } from '../load/benchRooms.ts';
import { openConnections } from '../load/connection.ts';
import { createMessage, postRequest, readingItem } from '../load/requests.ts';
import type { BenchChild } from '../servers/benchChild.ts';

const connections = 4;

/** Opens every signal of every room, each with a separate reading and commit; returns the duration in seconds. */
export async function openEverything(url: string, rooms: number, batch: number): Promise<number> {
  const opened = await openConnections(url, connections);
  const startedMs = performance.now();
  const sends = benchSignals.flatMap((signal) =>
    Array.from({ length: Math.ceil(rooms / batch) }, (_, place) => ({ signal, place })),
  );
  const queue = sends.values();
  await Promise.all(
    opened.all.map(async (connection) => {
      // All connections share one iterator, so the requests are sent in order, a few at a time.
      for (const { signal, place } of queue) {
        const now = new Date().toISOString();
        const count = Math.min(batch, rooms - place * batch);
        const messages = Array.from({ length: count }, (_, offset) => {
          const item = readingItem(signal, 'unhealthy', 'No signal', now);
          return createMessage(place * batch + offset, now, [item]);
        });
        const body = JSON.stringify({ messages });
        const response = await connection.send(postRequest('/api/telemetry', body));
        if (response.status !== 200)
          throw new Error(`The response to telemetry has status ${response.status}.`);
      }
    }),
  );
  const seconds = (performance.now() - startedMs) / 1000;
  opened.close();
  return seconds;
}

/** Reads the number of open incidents from the API of the tab. */
export async function countOpen(url: string): Promise<number> {
  const response = await fetch(`${url}/api/incidents?limit=1`);
  const { total } = (await response.json()) as { total: number };
  return total;
}

export type Memory = { readonly rss: number; readonly heapUsed: number };

export const readMemory = (platform: BenchChild): Promise<Memory> =>
  platform.ask<Memory>({ ask: 'memory' });

/** The clock steps between sweeps. The sweep treats longer steps as a pause of its own process. */
const stepMs = 9 * 60_000;

/**
 * Moves the clock by half an hour without telemetry, until a sweep disconnects all rooms. Returns the
 * duration of this sweep and the number of disconnected rooms.
 */
export async function disconnectAllRooms(platform: BenchChild) {
  for (let step = 0; ; step += 1) {
    await platform.ask({ ask: 'passTime', ms: stepMs });
    const swept = await platform.ask<SweepResult & { readonly tookMs: number }>({ ask: 'sweep' });
    if (swept.silenced > 0 || step === 5) {
      return { seconds: swept.tookMs / 1000, rooms: swept.silenced };
    }
  }
}
