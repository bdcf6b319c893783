/**
 * Finds the open incidents that a query requests. Conditions on the room are checked once per room,
 * matches are counted by room, and the sorted list is read only to the end of the page.
 */
import {
  maySee,
  type Person,
  type Room,
  type Rules,
  rulesFor,
  signalTypeOf,
} from '@rooms-pro/core';
import { hasRoomWord, wordsOf } from '../indexes/roomWords.ts';
import { type Entry, hasWord, type OpenIncident } from '../roomEntry.ts';
import { isAtPlace, type ParsedIncidentsQuery } from './queries.ts';

/** The number of open incidents that a query finds, and the incidents of its page in order. */
export function findIncidents(
  query: ParsedIncidentsQuery,
  person: Person,
  rules: Rules,
  entries: Iterable<Entry>,
  inOrder: readonly (readonly OpenIncident[])[],
): { total: number; page: OpenIncident[] } {
  const searchWords = wordsOf(query.text);
  const filterFor = createFilter(query);
  const found = new Map<Room, (incident: OpenIncident) => boolean>();
  let total = 0;
  let open = 0;
  for (const { room, listed: incidents, words } of entries) {
    open += incidents.length;
    if (incidents.length === 0 || !maySee(person, room) || !isAtPlace(room, query)) continue;
    const isWanted = filterFor(
      rulesFor(rules, room),
      searchWords.filter((word) => !hasRoomWord(words, word)),
    );
    const count = incidents.filter(isWanted).length;
    if (count > 0) found.set(room, isWanted);
    total += count;
  }
  const isFound = (incident: OpenIncident) => found.get(incident.room)?.(incident) ?? false;
  const page = { offset: query.offset, end: Math.min(total, query.offset + query.limit) };
  return { total, page: readPage(inOrder, total === open ? () => true : isFound, page) };
}

/** Reads the sorted list until the page is full. */
function readPage<T>(
  chunks: readonly (readonly T[])[],
  isFound: (value: T) => boolean,
  { offset, end }: { readonly offset: number; readonly end: number },
): T[] {
  const page: T[] = [];
  if (offset >= end) return page;
  let found = 0;
  for (const chunk of chunks) {
    for (const value of chunk) {
      if (found >= end) return page;
      if (!isFound(value)) continue;
      if (found >= offset) page.push(value);
      found += 1;
    }
  }
  return page;
}

/**
 * Creates the check of incidents for a query. The check needs the rules of the incident's room, and the
 * words of the search that the room itself does not contain.
 */
function createFilter({ state, severity, category, issue }: ParsedIncidentsQuery) {
  const isAny = [state, severity, category, issue].every((part) => part === undefined);
  return (rules: Rules, words: readonly string[]) => {
    if (isAny && words.length === 0) return always;
    return (incident: OpenIncident): boolean =>
      (state === undefined || incident.ticket.status === state) &&
      (severity === undefined || incident.ticket.severity === severity) &&
      (category === undefined || incident.category === category) &&
      (issue === undefined || signalTypeOf(incident.signal) === issue) &&
      words.every((word) => hasWord(incident, word, rules));
  };
}

const always = () => true;
