/** `/api/settings/quarantine`: documents that cannot be read, and a check after their repair. For managers only. */
import type { Instant, Person } from '@rooms-pro/core';
import type { Store } from '@rooms-pro/store';
import type { Request, Response, Server } from 'restify';
import { assertManager } from '../api/settings/assertManager.ts';
import { presentQuarantine } from './presentQuarantine.ts';
import type { QuarantineWatch } from './watchQuarantine.ts';

type Deps = {
  readonly store: Pick<Store, 'quarantine'>;
  readonly quarantineWatch: Pick<QuarantineWatch, 'checkAgain'>;
  readonly now: () => Instant;
};
type Respond = (
  handler: (request: Request, person: Person) => unknown,
) => (request: Request, response: Response) => Promise<void>;

/** Mounts both routes. */
export function mountQuarantine(server: Server, deps: Deps, respond: Respond): void {
  const { store, quarantineWatch, now } = deps;
  server.get(
    '/api/settings/quarantine',
    respond((_request, person) => {
      assertManager(person, 'see documents that cannot be read');
      return presentQuarantine(store.quarantine, now());
    }),
  );
  server.post(
    '/api/settings/quarantine/check',
    respond(async (_request, person) => {
      assertManager(person, 'check documents again');
      await quarantineWatch.checkAgain();
      return presentQuarantine(store.quarantine, now());
    }),
  );
}
