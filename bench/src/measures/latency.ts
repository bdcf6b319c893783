/** Row 3: from the moment a reading (or an alert) is due to be sent until its card is there. */
import { setTimeout as pause } from 'node:timers/promises';
import { benchSignals } from '../load/benchRooms.ts';
import { openConnections } from '../load/connection.ts';
import { alertOf, messageOf, postRequest, readingItem } from '../load/requests.ts';
import { type Percentiles, percentilesOf } from '../rows/statistics.ts';
import { type FakeConnector, markOf } from '../servers/fakeConnector.ts';

export type LatencyAt = {
  /** Transitions offered a second. */
  readonly rate: number;
  readonly seconds: number;
};

export type Latency = Percentiles & {
  readonly offered: number;
  /** Cards that came within the time; the others count as the slowest. */
  readonly arrived: number;
};

/** Hands out transitions that nobody used before: a signal of a room that is still healthy. */
export function createTransitions(rooms: number) {
  let used = 0;
  return {
    left: () => rooms * benchSignals.length - used,
    take(count: number): Transition[] {
      const taken = Array.from({ length: count }, (_, offset) => {
        const number = used + offset;
        const signal = benchSignals[Math.floor(number / rooms)] ?? '';
        return { number, index: number % rooms, signal };
      });
      used += count;
      return taken;
    },
  };
}
export type Transitions = ReturnType<typeof createTransitions>;
export type Transition = {
  readonly number: number;
  readonly index: number;
  readonly signal: string;
};

/** Where readings go, and what they look like there. */
export type Target = {
  readonly url: string;
  readonly request: (transitions: readonly Transition[]) => Uint8Array;
};

const tickMs = 10;
const connections = 16;
const waitForLastMs = 20_000;
const mostTogether = 100;

/**
 * Offers transitions at an even rate, whether or not the last were answered, and counts each from
 * the time it was due: a sender that falls behind does not hide what a room would have waited.
 */
export async function measureLatency(
  target: Target,
  double: FakeConnector,
  transitions: Transitions,
  { rate, seconds }: LatencyAt,
): Promise<Latency> {
  const offered = Math.min(Math.floor(rate * seconds), transitions.left());
  const dueMs = new Map<number, number>();
  const waitedMs: number[] = [];
  double.listen((number) => {
    const due = dueMs.get(number);
    if (due === undefined) return;
    dueMs.delete(number);
    waitedMs.push(performance.now() - due);
  });
  const opened = await openConnections(target.url, connections);
  const answers: Promise<unknown>[] = [];
  const startedMs = performance.now();
  for (let sent = 0; sent < offered; ) {
    const dueNow = Math.min(offered, Math.ceil(((performance.now() - startedMs) * rate) / 1000));
    while (sent < dueNow) {
      const batch = transitions.take(Math.min(mostTogether, dueNow - sent));
      for (const [offset, { number }] of batch.entries()) {
        dueMs.set(number, startedMs + ((sent + offset) * 1000) / rate);
      }
      sent += batch.length;
      answers.push(opened.send(target.request(batch)).then(expectTaken));
    }
    await pause(tickMs);
  }
  await Promise.all(answers);
  const deadlineMs = performance.now() + waitForLastMs;
  while (dueMs.size > 0 && performance.now() < deadlineMs) await pause(tickMs);
  opened.close();
  const arrived = waitedMs.length;
  const lost = Array.from({ length: offered - arrived }, () => Number.POSITIVE_INFINITY);
  return { ...percentilesOf([...waitedMs, ...lost]), offered, arrived };
}

function expectTaken({ status, body }: { readonly status: number; readonly body: string }): void {
  if (status !== 200) throw new Error(`Telemetry was answered with ${status}: ${body}`);
}

/** Readings for the platform. */
export function asTelemetry(transitions: readonly Transition[]): Uint8Array {
  const now = new Date().toISOString();
  const messages = transitions.map(({ number, index, signal }) =>
    messageOf(index, now, [readingItem(signal, 'unhealthy', markOf(number), now)]),
  );
  return postRequest('/api/telemetry', JSON.stringify({ messages }));
}

/** The same as alerts. */
export function asAlerts(transitions: readonly Transition[]): Uint8Array {
  const startsAt = new Date().toISOString();
  const endsAt = new Date(Date.now() + 3_600_000).toISOString();
  const alerts = transitions.map(({ number, index, signal }) =>
    alertOf(index, signal, markOf(number), startsAt, endsAt),
  );
  return postRequest('/api/v2/alerts', JSON.stringify(alerts));
}
