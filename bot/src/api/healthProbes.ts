/**
 * `/healthz`: the process answers; whoever restarts it when it does not may ask this. `/readyz`: it
 * has its rooms in memory and the store answers; a restart would not cure the latter. A document in
 * quarantine is named, and the process is ready all the same: everything else runs.
 */
import {
  createStoreProbe,
  type Quarantine,
  type Store,
  summarizeUnreadable,
} from '@rooms-pro/store';
import type { Request, Response, Server } from 'restify';

export type ReadinessDeps = {
  /** Whether the rooms are loaded and it listens. */
  readonly isStarted: () => boolean;
  readonly store: Pick<Store, 'document'> & {
    readonly quarantine: Pick<Quarantine, 'size' | 'list'>;
  };
  /** How many rooms are in use, and how many rooms and outages wait for their cards. */
  readonly counts: () => { readonly rooms: number; readonly waitingCards: number };
  readonly nowMs: () => number;
};

/** Mounts both. */
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
