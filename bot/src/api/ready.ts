/**
 * `/healthz`: the process answers; whoever restarts it when it does not may ask this. `/readyz`: it
 * has its rooms in memory and the store answers; a restart would not cure the latter.
 */
import type { Request, Response, Server } from 'restify';

export type ReadinessDeps = {
  /** Whether the rooms are loaded and it listens. */
  readonly isStarted: () => boolean;
  /** Asks the store something small; rejects when it does not answer. */
  readonly reachStore: () => Promise<unknown>;
  /** How many rooms are in memory, and how many rooms and outages wait for their cards. */
  readonly counts: () => { readonly rooms: number; readonly waitingCards: number };
  readonly nowMs: () => number;
};

/** However often one asks, the store is not asked more often than this. */
const believesForMs = 5_000;
const storeAnswersWithinMs = 3_000;

/** Mounts both. */
export function mountHealth(server: Server, deps: ReadinessDeps): void {
  const isStoreReachable = createStoreLook(deps);
  server.get('/healthz', async (_request: Request, response: Response) => {
    response.send(200, { status: 'alive' });
  });
  server.get('/readyz', async (_request: Request, response: Response) => {
    if (!deps.isStarted()) response.send(503, { status: 'starting' });
    else if (await isStoreReachable()) response.send(200, { status: 'ready', ...deps.counts() });
    else response.send(503, { status: 'storeUnreachable', ...deps.counts() });
  });
}

/** Whether the store answered lately; everybody who asks meanwhile waits for the same look. */
function createStoreLook({ reachStore, nowMs }: ReadinessDeps): () => Promise<boolean> {
  let look: Promise<boolean> = Promise.resolve(false);
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  return () => {
    const ageMs = nowMs() - lookedAtMs;
    if (ageMs >= 0 && ageMs < believesForMs) return look;
    lookedAtMs = nowMs();
    look = withinTime(reachStore());
    return look;
  };
}

function withinTime(asked: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), storeAnswersWithinMs);
    asked.then(
      () => resolve(true),
      () => resolve(false),
    );
    asked.finally(() => clearTimeout(timer)).catch(() => {});
  });
}
