/** A device's way to the platform: what cannot be delivered now is kept and sent again later. */

/** A telemetry message as devices send it. */
export type Message = {
  readonly device: string;
  readonly sentAt: string;
  readonly seq: number;
  readonly agent: string;
  readonly items: readonly object[];
};

/** What became of one attempt to deliver. */
export type Delivery = 'delivered' | 'refused' | 'later';

export type OutboxDeps = {
  readonly deliver: (messages: readonly Message[]) => Promise<Delivery>;
  /** Between 0 and 1: scatters the attempts of many devices. */
  readonly random: () => number;
  readonly onRefused: () => void;
};

export type Outbox = { send(message: Message): void; stop(): void };

const mostKept = 200;
const mostAtOnce = 20;
const firstPauseMs = 500;
const longestPauseMs = 15_000;

/** Sends in order, one request at a time. When full, the oldest messages are let go. */
export function createOutbox({ deliver, random, onRefused }: OutboxDeps): Outbox {
  const kept: Message[] = [];
  let isBusy = false;
  let isStopped = false;
  let pauseMs = firstPauseMs;
  let timer: NodeJS.Timeout | undefined;

  async function flush(): Promise<void> {
    if (isBusy || isStopped || kept.length === 0) return;
    isBusy = true;
    const batch = kept.slice(0, mostAtOnce);
    const delivery = await deliver(batch).catch((): Delivery => 'later');
    isBusy = false;
    if (delivery === 'later') return tryLater();
    if (delivery === 'refused') onRefused();
    forget(batch);
    pauseMs = firstPauseMs;
    await flush();
  }

  /** Some of the batch may have been let go meanwhile. */
  function forget(batch: readonly Message[]): void {
    const sent = new Set(batch);
    kept.splice(0, kept.length, ...kept.filter((message) => !sent.has(message)));
  }

  function tryLater(): void {
    if (isStopped) return;
    clearTimeout(timer);
    timer = setTimeout(flush, pauseMs * (0.5 + random()));
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  }

  return {
    send(message) {
      kept.push(message);
      if (kept.length > mostKept) kept.shift();
      // While waiting for a next attempt, that attempt takes this message along.
      if (pauseMs === firstPauseMs) void flush();
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
