/**
 * `/healthz`: the process responds. A supervisor can restart the process when it does not.
 * `/readyz`: the rooms are in memory and the store responds; a restart does not repair the store.
 * Documents in quarantine are listed, but the process is ready, because everything else runs.
 */
import {
  createStoreProbe,
  type Quarantine,
  type Store,
  summarizeUnreadable,
} from '@rooms-pro/store';
import type { Request, Response, Server } from 'restify';

export type ReadinessDeps = {
  /** Whether the rooms are loaded and the server listens. */
  readonly isStarted: () => boolean;
  readonly store: Pick<Store, 'document'> & {
    readonly quarantine: Pick<Quarantine, 'size' | 'list'>;
  };
  /**
   * The number of rooms in use, and the number of rooms and outages whose cards are not sent yet.
   */
  readonly counts: () => { readonly rooms: number; readonly waitingCards: number };
  readonly nowMs: () => number;
};

/** Mounts both routes. */
export function mountHealth(server: Server, deps: ReadinessDeps): void {
  const told = () => ({ ...deps.counts(), ...summarizeUnreadable(deps.store.quarantine) });
  const isStoreReachable = createStoreProbe(deps.store, deps.nowMs);
  server.get('/healthz', async (_request: Request, response: Response) => {
    response.send(200, { status: 'alive' });
  });
  server.get('/readyz', async (_request: Request, response: Response) => {
    if (!deps.isStarted()) response.send(503, { status: 'starting' });
    else if (await isStoreReachable()) response.send(200, { status: 'ready', ...told() });
    else response.send(503, { status: 'storeUnreachable', ...told() });
  });
}
