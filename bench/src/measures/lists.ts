/** Row 7: the pages of the lists, with every kind of request that the tab sends. */
import { openConnection } from '../load/connection.ts';
import { getRequest } from '../load/requests.ts';
import { percentile } from '../rows/statistics.ts';

const pages: Readonly<Record<'incidents' | 'rooms', readonly string[]>> = {
  incidents: [
    '/api/incidents?limit=50',
    '/api/incidents?limit=50&offset=5000',
    '/api/incidents?limit=50&severity=important&building=House%207',
    '/api/incidents?limit=50&text=room%2012',
  ],
  rooms: [
    '/api/rooms?limit=50',
    '/api/rooms?limit=50&offset=5000',
    '/api/rooms?limit=50&health=unhealthy&group=group-7',
    '/api/rooms?limit=50&text=house%2012',
  ],
};

/** Measures the 95th percentile of each list in milliseconds; sends one request after the other. */
export async function measureLists(url: string, requests: number) {
  const connection = await openConnection(url);
  const measureP95 = async (list: keyof typeof pages) => {
    const tookMs: number[] = [];
    for (let index = -pages[list].length; index < requests; index += 1) {
      const page = pages[list].at(index % pages[list].length) ?? '';
      const startedMs = performance.now();
      const { status } = await connection.send(getRequest(page));
      if (status !== 200) throw new Error(`The response to ${page} has status ${status}.`);
      // The first request of each kind is not counted, because its code is not compiled yet.
      if (index >= 0) tookMs.push(performance.now() - startedMs);
    }
    return percentile(tookMs, 95);
  };
  const found = { incidents: await measureP95('incidents'), rooms: await measureP95('rooms') };
  connection.close();
  return found;
}
