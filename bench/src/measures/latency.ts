/** Row 3: the time from the due time of a reading (or an alert) until its card arrives. */
import { setTimeout as pause } from 'node:timers/promises';
import { benchSignals } from '../load/benchRooms.ts';
import { openConnections } from '../load/connection.ts';
import { createAlert, createMessage, postRequest, readingItem } from '../load/requests.ts';
import { calculatePercentiles, type Percentiles } from '../rows/statistics.ts';
import { type FakeConnector, formatMark } from '../servers/fakeConnector.ts';

export type LatencyAt = {
  /** Transitions offered per second. */
  readonly rate: number;
  readonly seconds: number;
};

export type Latency = Percentiles & {
  readonly offered: number;
  /** Cards that arrived in time; the others count as the slowest. */
  readonly arrived: number;
};

/** Returns unused transitions: each is a signal of a room that is still healthy. */
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

/** The receiver of the readings, and the function that creates its requests. */
export type Target = {
  readonly url: string;
  readonly request: (transitions: readonly Transition[]) => Uint8Array;
};

const tickMs = 10;
const connections = 16;
const lastCardTimeoutMs = 20_000;
const maxTransitionsPerRequest = 100;

/**
 * Offers transitions at a constant rate, also while responses are pending, and measures each from its due
 * time: so a sender that falls behind does not hide the waiting time.
 */
export async function measureLatency(
  target: Target,
  connector: FakeConnector,
  transitions: Transitions,
  { rate, seconds }: LatencyAt,
): Promise<Latency> {
  const offered = Math.min(Math.floor(rate * seconds), transitions.left());
  const dueMs = new Map<number, number>();
  const waitedMs: number[] = [];
  connector.listen((number) => {
    const due = dueMs.get(number);
    if (due === undefined) return;
    dueMs.delete(number);
    waitedMs.push(performance.now() - due);
  });
  const opened = await openConnections(target.url, connections);
  const responses: Promise<unknown>[] = [];
  const startedMs = performance.now();
  for (let sent = 0; sent < offered; ) {
    const dueCount = Math.min(offered, Math.ceil(((performance.now() - startedMs) * rate) / 1000));
    while (sent < dueCount) {
      const batch = transitions.take(Math.min(maxTransitionsPerRequest, dueCount - sent));
      for (const [offset, { number }] of batch.entries()) {
        dueMs.set(number, startedMs + ((sent + offset) * 1000) / rate);
      }
      sent += batch.length;
      responses.push(opened.send(target.request(batch)).then(expectAccepted));
    }
    await pause(tickMs);
  }
  await Promise.all(responses);
  const deadlineMs = performance.now() + lastCardTimeoutMs;
  while (dueMs.size > 0 && performance.now() < deadlineMs) await pause(tickMs);
  opened.close();
  const arrived = waitedMs.length;
  const lost = Array.from({ length: offered - arrived }, () => Number.POSITIVE_INFINITY);
  return { ...calculatePercentiles([...waitedMs, ...lost]), offered, arrived };
}

function expectAccepted({
  status,
  body,
}: {
  readonly status: number;
  readonly body: string;
}): void {
  if (status !== 200) throw new Error(`The response to telemetry has status ${status}: ${body}`);
}

/** Creates a request with readings for the platform. */
export function asTelemetry(transitions: readonly Transition[]): Uint8Array {
  const now = new Date().toISOString();
  const messages = transitions.map(({ number, index, signal }) =>
    createMessage(index, now, [readingItem(signal, 'unhealthy', formatMark(number), now)]),
  );
  return postRequest('/api/telemetry', JSON.stringify({ messages }));
}

/** Creates the same request with alerts for Alertmanager. */
export function asAlerts(transitions: readonly Transition[]): Uint8Array {
  const startsAt = new Date().toISOString();
  const endsAt = new Date(Date.now() + 3_600_000).toISOString();
  const alerts = transitions.map(({ number, index, signal }) =>
    createAlert(index, signal, formatMark(number), startsAt, endsAt),
  );
  return postRequest('/api/v2/alerts', JSON.stringify(alerts));
}
