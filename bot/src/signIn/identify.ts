/** Identifies the sender of a request to the tab's API. */
import type { Request } from 'restify';
import { assertSameOrigin } from '../api/http/sameOrigin.ts';
import type { People, Visitor } from './people.ts';

/**
 * The sender of a request. A page of another site can make a browser send a request here, and that
 * request must not count as the person's own. If each request needs a token, the token is protection
 * enough: the other page cannot send it. Only without sign-in, the request must come from the same origin.
 */
export function identify(
  request: Request,
  people: People,
  hosts: ReadonlySet<string>,
): Promise<Visitor> {
  if (!people.areSignedIn) assertSameOrigin(request, hosts);
  return people.visitor({
    authorization: request.header('authorization') ?? null,
    personId: request.header('x-acting-person') ?? null,
  });
}
