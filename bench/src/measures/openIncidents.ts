/** Rows 2, 4, 5 and 8: every signal opens, memory with all open, the next start, all rooms silent. */
import type { SweepResult } from '@rooms-pro/ingest';
import { benchSignals } from '../load/benchRooms.ts';
import { openConnections } from '../load/connection.ts';
import { messageOf, postRequest, readingItem } from '../load/requests.ts';
import type { BenchChild } from '../servers/benchChild.ts';

const connections = 4;

/** Opens every signal of every room, each by a reading and a commit of its own; answers seconds. */
export async function openEverything(url: string, rooms: number, batch: number): Promise<number> {
  const opened = await openConnections(url, connections);
  const startedMs = performance.now();
  const sends = benchSignals.flatMap((signal) =>
    Array.from({ length: Math.ceil(rooms / batch) }, (_, place) => ({ signal, place })),
  );
  const queue = sends.values();
  await Promise.all(
    opened.all.map(async (connection) => {
      // One iterator for all lanes: the sends go out in order, a few at a time.
      for (const { signal, place } of queue) {
        const now = new Date().toISOString();
        const many = Math.min(batch, rooms - place * batch);
        const messages = Array.from({ length: many }, (_, offset) => {
          const item = readingItem(signal, 'unhealthy', 'No signal', now);
          return messageOf(place * batch + offset, now, [item]);
        });
        const body = JSON.stringify({ messages });
        const answer = await connection.send(postRequest('/api/telemetry', body));
        if (answer.status !== 200) throw new Error(`Telemetry was answered ${answer.status}.`);
      }
    }),
  );
  const seconds = (performance.now() - startedMs) / 1000;
  opened.close();
  return seconds;
}

/** How many incidents are open, as the tab would be told. */
export async function countOpen(url: string): Promise<number> {
  const response = await fetch(`${url}/api/incidents?limit=1`);
  const { total } = (await response.json()) as { total: number };
  return total;
}

export type Memory = { readonly rss: number; readonly heapUsed: number };

export const memoryOf = (platform: BenchChild): Promise<Memory> =>
  platform.ask<Memory>({ ask: 'memory' });

/** Steps of the clock between sweeps: longer ones would pass for our own sleep. */
const stepMs = 9 * 60_000;

/**
 * Lets half an hour pass in which nothing is heard. The last sweep finds everybody silent: answers
 * how long it took and how many rooms it disconnected.
 */
export async function silenceEverybody(platform: BenchChild) {
  for (let step = 0; ; step += 1) {
    await platform.ask({ ask: 'passTime', ms: stepMs });
    const swept = await platform.ask<SweepResult & { readonly tookMs: number }>({ ask: 'sweep' });
    if (swept.silenced > 0 || step === 5) {
      return { seconds: swept.tookMs / 1000, rooms: swept.silenced };
    }
  }
}
