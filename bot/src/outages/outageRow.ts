/** The list row of an outage, and the search for outages in a query for incidents. */
import {
  allowedOutageActions,
  effectiveSuppression,
  type Instant,
  maySee,
  noOutageWork,
  type Outage,
  type OutageId,
  type OutageLocation,
  outageAdvice,
  outageImpact,
  outagePlaceName,
  type Person,
  type Room,
  type Rules,
  workOnOutage,
} from '@rooms-pro/core';
import type { ListRow, OutageRow } from '@rooms-pro/core/contracts';
import { hasRoomWord, wordsOf } from '../fleet/indexes/roomWords.ts';
import { isAtPlace, type ParsedIncidentsQuery } from '../fleet/queries/queries.ts';
import { compareText, type Entry, healthRank, type OpenIncident } from '../fleet/roomEntry.ts';

/** An ongoing outage with its disconnected rooms. */
export type OngoingOutage = {
  readonly id: OutageId;
  /**
   * The document of the outage. `null`: a newer outage at the same location replaced it, or it was not
   * read yet.
   */
  readonly outage: Outage | null;
  readonly entries: readonly Entry[];
};

/** An outage with the rooms that a person may see. */
type VisibleOutage = OngoingOutage & { readonly row: OutageRow };

/** The row of an outage for this person; `null` when the person may see none of its rooms. */
export function outageRowOf(ongoing: OngoingOutage, person: Person): OutageRow | null {
  return toVisibleOutage(ongoing, person)?.row ?? null;
}

function toVisibleOutage(
  { id, outage, entries }: OngoingOutage,
  person: Person,
): VisibleOutage | null {
  const own = entries.filter(({ room }) => maySee(person, room));
  const rooms = own.map(({ room }) => room);
  const [first] = rooms;
  if (!first) return null;
  return { id, outage, entries: own, row: presentOutage(id, outage, rooms, person) };
}

/** The row of an outage. `rooms` are the rooms that the person may see. */
export function presentOutage(
  id: OutageId,
  outage: Outage | null,
  rooms: readonly Room[],
  person: Person,
): OutageRow {
  const at: OutageLocation = outage ?? fallbackLocation(rooms);
  const since = outage?.openedAt ?? earliestDisconnect(rooms);
  const { assignee, assignedAt, response } = outage ? workOnOutage(outage) : noOutageWork;
  return {
    id,
    label: 'Outage',
    category: 'connection',
    severity: 'important',
    state: 'needsAction',
    place: outagePlaceName(at),
    building: at.building,
    floor: at.floor,
    rooms: rooms.length,
    since,
    openedAt: since,
    activatedAt: since,
    impact: outageImpact,
    recommendedAction: outageAdvice[at.scope],
    assignee,
    assignedAt,
    response,
    isSuppressed:
      rooms.length > 0 && rooms.every((room) => effectiveSuppression(room, 'connection') !== null),
    // Work on the outage is stored in its document, so without the document there are no actions.
    actions: outage === null ? [] : allowedOutageActions(outage, rooms, person),
  };
}

/** The location of an outage whose document was replaced: the building of one of its rooms. */
function fallbackLocation(rooms: readonly Room[]): OutageLocation {
  return { scope: 'building', building: rooms[0]?.building ?? '', floor: '', subnet: '' };
}

function earliestDisconnect(rooms: readonly Room[]): Instant {
  const times = rooms.flatMap(({ connection }) =>
    connection.status === 'disconnected' ? [connection.since] : [],
  );
  return times.sort()[0] ?? '';
}

/** The outages that a query finds for a person, in the order of the list. */
export function findOutages(
  query: ParsedIncidentsQuery,
  person: Person,
  outages: Iterable<OngoingOutage>,
  rules: Rules,
): OutageRow[] {
  const words = wordsOf(query.text);
  const found: OutageRow[] = [];
  for (const ongoing of outages) {
    const seen = toVisibleOutage(ongoing, person);
    if (seen !== null && isWanted(seen, query, words, rules, person)) found.push(seen.row);
  }
  return found.sort(
    (one, other) =>
      Number(one.isSuppressed) - Number(other.isSuppressed) ||
      compareText(one.activatedAt, other.activatedAt) ||
      compareText(one.id, other.id),
  );
}

function isWanted(
  { row, entries }: VisibleOutage,
  query: ParsedIncidentsQuery,
  words: readonly string[],
  rules: Rules,
  person: Person,
): boolean {
  const isOfKind =
    (query.state === undefined || query.state === row.state) &&
    (query.severity === undefined || query.severity === row.severity) &&
    (query.category === undefined || query.category === row.category) &&
    (query.issue === undefined || query.issue === 'connection') &&
    isAssigned(row, query.assigned, person);
  if (!isOfKind) return false;
  const own = [row.id, row.label, row.place, rules.byType.connection.label].join(' ').toLowerCase();
  const rest = words.filter((word) => !own.includes(word));
  // A search for a room in an outage finds the outage.
  return entries.some(
    ({ room, words: own }) =>
      isAtPlace(room, query) && rest.every((word) => hasRoomWord(own, word)),
  );
}

function isAssigned(
  { assignee }: OutageRow,
  assigned: ParsedIncidentsQuery['assigned'],
  person: Person,
): boolean {
  if (assigned === undefined) return true;
  return assigned === 'mine' ? assignee?.id === person.id : assignee === null;
}

type IncidentPage = { readonly total: number; readonly page: readonly OpenIncident[] };
type Page = { readonly offset: number; readonly limit: number };

/**
 * One page of the list of incidents, with the outages at their positions. `find` must return more
 * incidents than the page has rows, because each outage shifts the following rows by one.
 */
export function withOutages(
  outages: readonly OutageRow[],
  { offset, limit }: Page,
  find: (page: Page) => IncidentPage,
  present: (incident: OpenIncident) => ListRow,
): { readonly total: number; readonly rows: ListRow[] } {
  const start = Math.max(0, offset - outages.length);
  const { total, page } = find({ offset: start, limit: limit + outages.length });
  const rows: (() => ListRow)[] = [];
  let next = 0;
  for (const incident of page) {
    for (let row = outages[next]; row && precedes(row, incident); row = outages[next]) {
      const outage = row;
      rows.push(() => outage);
      next += 1;
    }
    rows.push(() => present(incident));
  }
  for (const outage of outages.slice(next)) rows.push(() => outage);
  const shown = rows.slice(offset - start, offset - start + limit).map((row) => row());
  return { total: total + outages.length, rows: shown };
}

/**
 * Whether an outage comes before an incident in the list. An outage is important and needs action;
 * among such incidents the older one comes first.
 */
function precedes(outage: OutageRow, incident: OpenIncident): boolean {
  const { ticket, isSuppressed } = incident;
  if (outage.isSuppressed !== isSuppressed) return isSuppressed;
  const rank = healthRank({ status: outage.state, severity: outage.severity }) - healthRank(ticket);
  return rank < 0 || (rank === 0 && outage.activatedAt <= ticket.activatedAt);
}
