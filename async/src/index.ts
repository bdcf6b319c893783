/**
 * How calls share a result, wait for each other, and repeat: the only file with these idioms. It knows
 * nothing of the product, imports nothing, and runs on Node 20, because the Monitoring Software uses it.
 */

/** A function whose calls during a run share the result of that run. */
export type SingleFlight<A> = {
  (): Promise<A>;
  /** The run in progress; `null`: none. */
  running(): Promise<A> | null;
};

/** Calls during a run share its result; the next call after its end starts another run. */
export function singleFlight<A>(run: () => Promise<A>): SingleFlight<A> {
  let current: Promise<A> | null = null;
  const call = (): Promise<A> => {
    if (current !== null) return current;
    const started = run().finally(() => {
      if (current === started) current = null;
    });
    current = started;
    return started;
  };
  return Object.assign(call, { running: () => current });
}

/** A result that is computed at the first call and kept. */
export type KeptResult<A> = {
  (): Promise<A>;
  /** The kept or expected result, without a start; `null`: there is no result. */
  peek(): Promise<A> | null;
  /** The next call computes the result again. */
  forget(): void;
};

/** Opens at the first call and keeps the result. After a failure the next call tries again. */
export function keepResult<A>(open: () => Promise<A>): KeptResult<A> {
  let kept: Promise<A> | null = null;
  const call = (): Promise<A> => {
    if (kept !== null) return kept;
    const opening = open();
    kept = opening;
    opening.catch(() => {
      if (kept === opening) kept = null;
    });
    return opening;
  };
  return Object.assign(call, {
    peek: () => kept,
    forget() {
      kept = null;
    },
  });
}

/** Runs work one after another for each key, in the order of the calls. */
export type Queues<Key> = {
  /** Runs the work after all earlier work of the key; a failure of earlier work does not matter. */
  run<A>(key: Key, work: () => Promise<A>): Promise<A>;
  /** The number of calls of the key that wait or run. */
  size(key: Key): number;
  /** Resolves when no work waits or runs. */
  idle(): Promise<void>;
};

/** Creates queues without work. A key without work uses no memory. */
export function createQueues<Key>(): Queues<Key> {
  const queues = new Map<Key, { size: number; last: Promise<unknown> }>();
  return {
    async run(key, work) {
      const queue = queues.get(key) ?? { size: 0, last: Promise.resolve() };
      queues.set(key, queue);
      queue.size += 1;
      const result = queue.last.then(work);
      queue.last = result.catch(() => undefined);
      try {
        return await result;
      } finally {
        queue.size -= 1;
        if (queue.size === 0) queues.delete(key);
      }
    },
    size: (key) => queues.get(key)?.size ?? 0,
    async idle() {
      while (queues.size > 0) await Promise.all([...queues.values()].map(({ last }) => last));
    },
  };
}

/** Returns a function that runs work one after another, in the order of the calls. */
export function inTurn(): <A>(work: () => Promise<A>) => Promise<A> {
  const queues = createQueues<'all'>();
  return (work) => queues.run('all', work);
}

/**
 * Collects items while a call of `handle` runs, and passes them to the next call together. Each item gets
 * its own result: `handle` returns one result for each item, in the same order.
 */
export function coalesce<Item, A>(
  handle: (items: readonly Item[]) => Promise<readonly A[]>,
): (item: Item) => Promise<A> {
  const run = inTurn();
  let next: { readonly items: Item[]; readonly results: Promise<readonly A[]> } | null = null;

  function open() {
    const items: Item[] = [];
    const results = run(() => {
      next = null;
      return handle(items);
    });
    return { items, results };
  }

  return async (item) => {
    next ??= open();
    const { items, results } = next;
    const index = items.push(item) - 1;
    return (await results)[index] as A;
  };
}

/**
 * Runs `work` for every item, at most `limit` at a time, in the order of the items. After the first
 * failure it starts no new work, waits for the running work, and then throws that failure.
 */
export async function eachBounded<T>(
  items: Iterable<T>,
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items[Symbol.iterator]();
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    while (failures.length === 0) {
      const next = queue.next();
      if (next.done === true) return;
      try {
        await work(next.value);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: limit }, worker));
  if (failures.length > 0) throw failures[0];
}

/** The result of `work`, or `null` when it takes longer than `ms`. The work continues in that case. */
export async function within<A>(ms: number, work: Promise<A>): Promise<A | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), Math.max(0, ms));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The first wait and the longest wait in milliseconds. */
export type BackOff = { readonly firstMs: number; readonly longestMs: number };

/**
 * The wait after this number of failures in a row (1 or more): it doubles with each failure up to the
 * longest. `random` (0 to 1) makes it shorter by up to a half, so that processes do not retry together.
 */
export function backOffMs({ firstMs, longestMs }: BackOff, failures: number, random = 1): number {
  const bound = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 30));
  return bound * (0.5 + random / 2);
}

export type RetryOptions = {
  /** The wait before the next attempt in ms, after this number of failures; `null`: throw the error. */
  readonly waitMs: (error: unknown, failures: number) => number | null;
  /** Waits; when it rejects, no further attempt follows and its error is thrown. */
  readonly delay: (ms: number) => Promise<unknown>;
};

/** Calls `attempt` until it succeeds or `waitMs` returns `null`. */
export async function retry<A>(attempt: () => Promise<A>, options: RetryOptions): Promise<A> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await attempt();
    } catch (error) {
      const ms = options.waitMs(error, failures);
      if (ms === null) throw error;
      await options.delay(ms);
    }
  }
}
