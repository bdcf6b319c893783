/** The card of an incident for one person. */
import {
  allowedActions,
  findRecord,
  type Instant,
  type Person,
  type Room,
  type Rules,
  type SignalId,
} from '@rooms-pro/core';
import { type AdaptiveCard, incidentCard } from '../cards/index.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { TabLinks } from '../tabLinks.ts';

export type PersonalDeps = {
  readonly person: Person;
  readonly rules: Rules;
  readonly now: Instant;
  readonly links: TabLinks;
  readonly fleet: Pick<Fleet, 'workedFor'>;
};

/** The card with the actions that this person may take. */
export function personalCard(
  room: Room,
  signal: SignalId,
  { person, rules, now, links, fleet }: PersonalDeps,
): AdaptiveCard {
  const ticket = findRecord(room, signal).ticket;
  const openUrl = ticket ? links.ticket(ticket.number) : links.room(room.id);
  const actions = allowedActions(room, signal, person, rules);
  const worked = fleet.workedFor(room, signal);
  return incidentCard({ room, signal, rules, now, actions, openUrl, worked });
}
