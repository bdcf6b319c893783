/** `/healthz`: the process answers. `/readyz`: it has its rooms in memory and may be sent to. */
import type { Request, Response, Server } from 'restify';

/** Mounts both. `isReady` is asked at each call. */
export function mountHealth(server: Server, isReady: () => boolean): void {
  server.get('/healthz', async (_request: Request, response: Response) => {
    response.send(200, { status: 'alive' });
  });
  server.get('/readyz', async (_request: Request, response: Response) => {
    const ready = isReady();
    response.send(ready ? 200 : 503, { status: ready ? 'ready' : 'starting' });
  });
}
