/** Renders the card of an outage for a person who clicked on it. */
import {
  allowedOutageActions,
  earlierOf,
  type Instant,
  maySee,
  type OutageId,
  type Person,
  workOnOutage,
} from '@rooms-pro/core';
import { type AdaptiveCard, formatOutageSummary, outageCard } from '../cards/index.ts';
import { type OutageDeps, outageForPerson } from '../commands/executeOutageCommand.ts';
import type { TabLinks } from '../tabLinks.ts';

export type OutageCardDeps = Pick<OutageDeps, 'fleet' | 'repository'> & {
  readonly links: TabLinks;
  readonly now: () => Instant;
};

export type ShownOutage = { readonly card: AdaptiveCard; readonly summary: string };

/**
 * The card with the rooms and actions of this person; `null` when the person may not see the outage.
 * `most` is the value of the existing card.
 */
export async function outageCardNow(
  id: OutageId,
  person: Person,
  most: number,
  deps: OutageCardDeps,
): Promise<ShownOutage | null> {
  const seen = await outageForPerson(id, person, deps);
  if (seen === null) return null;
  const { outage, rooms } = seen;
  const { links, now } = deps;
  const silent = rooms.toSorted((one, other) =>
    one.name.localeCompare(other.name, 'en', { numeric: true }),
  );
  const view = {
    place: outage,
    timeZone: rooms[0]?.timeZone ?? 'UTC',
    since: rooms.reduce(
      (since, { connection }) =>
        connection.status === 'disconnected' ? earlierOf(since, connection.since) : since,
      outage.openedAt,
    ),
    most: Math.max(most, rooms.length),
    endedAt: rooms.length === 0 ? (outage.endedAt ?? now()) : null,
    silent,
    remaining: deps.fleet.outage(id).remaining.filter((room) => maySee(person, room)),
    roomsUrl: links.rooms,
    on: {
      id,
      work: workOnOutage(outage),
      actions: allowedOutageActions(outage, rooms, person),
      openUrl: links.outage(id),
    },
  };
  return { card: outageCard(view), summary: formatOutageSummary(view) };
}
