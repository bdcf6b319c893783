/**
 * `/healthz`: the process answers; whoever restarts it when it does not may ask this. `/readyz`: it
 * has its rooms in memory and the store answers; a restart would not cure the latter.
 */
import { createStoreLook, type Store } from '@rooms-pro/store';
import type { Request, Response, Server } from 'restify';

export type ReadinessDeps = {
  /** Whether the rooms are loaded and it listens. */
  readonly isStarted: () => boolean;
  readonly store: Pick<Store, 'document'>;
  /** How many rooms are in memory, and how many rooms and outages wait for their cards. */
  readonly counts: () => { readonly rooms: number; readonly waitingCards: number };
  readonly nowMs: () => number;
};

/** Mounts both. */
export function mountHealth(server: Server, deps: ReadinessDeps): void {
  const isStoreReachable = createStoreLook(deps.store, deps.nowMs);
  server.get('/healthz', async (_request: Request, response: Response) => {
    response.send(200, { status: 'alive' });
  });
  server.get('/readyz', async (_request: Request, response: Response) => {
    if (!deps.isStarted()) response.send(503, { status: 'starting' });
    else if (await isStoreReachable()) response.send(200, { status: 'ready', ...deps.counts() });
    else response.send(503, { status: 'storeUnreachable', ...deps.counts() });
  });
}
