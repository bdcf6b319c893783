/** What a message is about: tickets, rooms, buildings, floors, groups, and names that do not exist. */
import type { TicketNumber } from '@rooms-pro/core';
import type { Doubt, Slots } from '../meaning.ts';
import type { NameSpan } from '../names/nameSpan.ts';
import type { Sentence } from '../sentence.ts';
import { slipsBetween } from '../text/spelling.ts';
import type { Span } from '../text/tokens.ts';
import type { Setting, World } from '../world.ts';
import { wordsOf } from './freeText.ts';
import { isUnknownAt, looksLikeName, unknownName } from './unknownNames.ts';

export type Targets = {
  readonly tickets: readonly TicketNumber[];
  /** Numbers of rooms. */
  readonly rooms: readonly number[];
  readonly places: readonly string[];
  readonly floors: readonly string[];
  readonly groups: readonly string[];
  /** What a list leaves out. */
  readonly not: NonNullable<Slots['not']> | null;
  /** Why the target is not clear; `null`: all names are known. */
  readonly doubt: Doubt | null;
  /** The rooms that share the written name. */
  readonly candidates: readonly number[];
  /** The words of the targets. */
  readonly spans: readonly Span[];
  readonly isEmpty: boolean;
};

/** Reads the targets. `within`: only those whose words are there; absent: all. */
export function readTargets(
  sentence: Sentence,
  world: World,
  within: (index: number) => boolean = () => true,
): Targets {
  const names = sentence.names.filter(({ from }) => within(from));
  const excluded = excludedNames(sentence, names);
  const own = names.filter((name) => !excluded.includes(name));
  const spans = [...sentence.tickets.filter(({ from }) => within(from)), ...names];
  const places = namesOf(own, 'place');
  const floors = namesOf(own, 'floor');
  const tickets = [
    ...new Set(sentence.tickets.filter(({ from }) => within(from)).map(({ ticket }) => ticket)),
  ];
  const contradicted = contradictedNumber(own, sentence, world);
  const { rooms, shared } = roomsOf(
    own.filter((name) => name !== contradicted?.span),
    places,
    floors,
    world,
  );
  const inRooms = new Set(rooms.map((number) => world.names.rooms.get(number)?.building));
  const otherPlaces = places.filter((place) => !inRooms.has(place));
  const known = tickets.filter((ticket) => world.ticket(ticket) !== null);
  const doubt =
    unknownTicket(tickets, world) ??
    contradicted?.doubt ??
    sharedDoubt(shared, sentence, world) ??
    contradiction(rooms, otherPlaces, world) ??
    unknownSpan(own, sentence, world) ??
    // Beside a known ticket, a place is part of a story: `the customer from Hamburg`.
    (known.length > 0 ? null : unknownName(sentence, world, within));
  const groups = namesOf(own, 'group');
  return {
    tickets: known,
    rooms,
    places: rooms.length > 0 ? otherPlaces : places,
    floors,
    groups,
    not: notSlot(excluded, world),
    doubt,
    candidates: shared?.rooms ?? [],
    spans,
    isEmpty: known.length + rooms.length + places.length + floors.length + groups.length === 0,
  };
}

function namesOf(names: readonly NameSpan[], kind: 'place' | 'group' | 'floor'): string[] {
  return [...new Set(names.flatMap((one) => (one.kind === kind ? [one.name] : [])))];
}

/** The names after “but not”, “except”, `ausser`. */
function excludedNames(sentence: Sentence, names: readonly NameSpan[]): NameSpan[] {
  return sentence.hits
    .filter(({ concept }) => concept === 'except')
    .flatMap(({ at }) => {
      let end = (at.at(-1) ?? 0) + 1;
      const found: NameSpan[] = [];
      for (const name of names) {
        if (name.from < end || name.from > end + 2) continue;
        found.push(name);
        end = name.to;
      }
      return found;
    });
}

function notSlot(excluded: readonly NameSpan[], world: World): Targets['not'] {
  const [first] = excluded;
  if (first === undefined) return null;
  if (first.kind === 'room') {
    const name = world.names.rooms.get(first.rooms[0] ?? 0)?.name;
    return name === undefined ? null : { room: name };
  }
  if (first.kind === 'unknown') return null;
  return { [first.kind]: first.name };
}

type Shared = Extract<NameSpan, { kind: 'room' }>;

/** The rooms that are named. A shared name is narrowed by the building or floor beside it. */
function roomsOf(
  names: readonly NameSpan[],
  places: readonly string[],
  floors: readonly string[],
  world: World,
): { readonly rooms: readonly number[]; readonly shared: Shared | null } {
  const rooms = new Set<number>();
  let shared: Shared | null = null;
  for (const name of names) {
    if (name.kind !== 'room') continue;
    const fitting = name.rooms.filter((number) => {
      const room = world.names.rooms.get(number);
      const isThere = places.length === 0 || places.includes(room?.building ?? '');
      return isThere && (floors.length === 0 || floors.includes(room?.floor ?? ''));
    });
    const beside = names.find((other) => other.kind === 'room' && other.to === name.from);
    if (beside?.kind === 'room') {
      const both = name.rooms.filter((number) => beside.rooms.includes(number));
      const [same] = both;
      if (same !== undefined && both.length === 1) {
        // `borialis 1.02`: the number confirms the misspelt name.
        rooms.add(same);
        if (shared === beside) shared = null;
        continue;
      }
      shared = { ...name, rooms: [...new Set([...beside.rooms, ...name.rooms])] };
      continue;
    }
    const [only] = name.rooms.length === 1 ? name.rooms : fitting;
    if (only !== undefined && (name.rooms.length === 1 || fitting.length === 1)) rooms.add(only);
    else shared = name;
  }
  return { rooms: [...rooms], shared };
}

function sharedDoubt(shared: Shared | null, sentence: Sentence, world: World): Doubt | null {
  if (shared === null) return null;
  const near = shared.rooms.flatMap((number) => world.names.rooms.get(number)?.name ?? []);
  return { kind: 'sharedName', said: wordsOf(shared, sentence), near };
}

/** `Raum Zitrone 2.02`: one room has the number, but no room has the name. The bot does not decide which is wrong. */
export function contradictedNumber(
  names: readonly NameSpan[],
  sentence: Sentence,
  world: World,
): { readonly span: NameSpan; readonly doubt: Doubt } | null {
  const { tokens } = sentence;
  for (const span of names) {
    if (span.kind !== 'room' || span.rooms.length !== 1 || span.to !== span.from + 1) continue;
    const at = span.from - 1;
    const [number, word] = [tokens[span.from], tokens[at]];
    if (number?.kind !== 'number' || word?.kind !== 'word' || !isUnknownAt(sentence, at)) continue;
    const isRoom = /^(?:room|raum|zimmer)$/.test(tokens[at - 1]?.word ?? '');
    if (!isRoom && !looksLikeName(sentence, at)) continue;
    const near = span.rooms.flatMap((one) => world.names.rooms.get(one)?.name ?? []);
    const said = wordsOf({ from: at, to: span.to }, sentence);
    return { span, doubt: { kind: 'unknownName', said, near } };
  }
  return null;
}

/** `Anchor in Mill Lane`, although Anchor is in Harbour House. */
function contradiction(
  rooms: readonly number[],
  otherPlaces: readonly string[],
  world: World,
): Doubt | null {
  const [place] = otherPlaces;
  const [first] = rooms;
  if (place === undefined || first === undefined || rooms.length > 1) return null;
  const room = world.names.rooms.get(first);
  return room === undefined
    ? null
    : { kind: 'unknownName', said: `${room.name}, ${place}`, near: [room.name, place] };
}

function unknownTicket(tickets: readonly TicketNumber[], world: World): Doubt | null {
  const said = tickets.find((ticket) => world.ticket(ticket) === null);
  if (said === undefined) return null;
  return { kind: 'unknownTicket', said, near: ticketsNear(said, world) };
}

/** The tickets of the same room, else those with a similar number. */
function ticketsNear(said: string, world: World): string[] {
  const number = Number(said.split('-')[0]);
  const own = world.ticketsOf(number).map((ticket) => ticket.number);
  if (own.length > 0) return own.slice(0, 3);
  return [...world.names.rooms.keys()]
    .filter((room) => slipsBetween(String(room), String(number)) <= 1)
    .flatMap((room) => world.ticketsOf(room).map((ticket) => ticket.number))
    .slice(0, 3);
}

function unknownSpan(names: readonly NameSpan[], sentence: Sentence, world: World): Doubt | null {
  const unknown = names.find(({ kind }) => kind === 'unknown');
  if (unknown === undefined) return null;
  const near = [...world.names.floors]
    .sort()
    .map((floor) => `${sentence.language === 'de' ? 'Etage' : 'Floor'} ${floor}`);
  return { kind: 'unknownName', said: wordsOf(unknown, sentence), near };
}

/** The slots of targets: one or several of each. */
export function targetSlots(targets: Targets, world: World): Slots {
  const names = targets.rooms.flatMap((number) => world.names.rooms.get(number)?.name ?? []);
  const [ticket, ...moreTickets] = targets.tickets;
  const [room, ...moreRooms] = names;
  const [place, ...morePlaces] = targets.places;
  const [floor] = targets.floors;
  const [group] = targets.groups;
  return {
    ...(ticket === undefined
      ? {}
      : moreTickets.length > 0
        ? { tickets: targets.tickets }
        : { ticket }),
    ...(room === undefined ? {} : moreRooms.length > 0 ? { rooms: names } : { room }),
    ...(place === undefined ? {} : morePlaces.length > 0 ? { places: targets.places } : { place }),
    ...(floor === undefined ? {} : { floor }),
    ...(group === undefined ? {} : { group }),
    ...(targets.not === null ? {} : { not: targets.not }),
  };
}

/** The number of the room with this full name; `null`: no such room. */
export function roomNumber(name: string | undefined, world: World): number | null {
  if (name === undefined) return null;
  for (const room of world.names.rooms.values()) if (room.name === name) return room.number;
  return null;
}

const empty: Targets = {
  tickets: [],
  rooms: [],
  places: [],
  floors: [],
  groups: [],
  not: null,
  doubt: null,
  candidates: [],
  spans: [],
  isEmpty: true,
};

/** What “it” means: the ticket of the card above, else what was last mentioned. */
export function mentionedTargets(setting: Setting, world: World): Targets {
  const under = setting.under;
  if (under) return { ...empty, tickets: [under], isEmpty: false };
  const mentioned = setting.before?.mentioned;
  if (!mentioned) return empty;
  const tickets = mentioned.tickets ?? (mentioned.ticket ? [mentioned.ticket] : []);
  const rooms = (mentioned.rooms ?? (mentioned.room ? [mentioned.room] : [])).flatMap(
    (name) => roomNumber(name, world) ?? [],
  );
  const places = mentioned.place ? [mentioned.place] : [];
  // A ticket that was mentioned with its room is the ticket.
  if (tickets.length > 0) return { ...empty, tickets, isEmpty: false };
  return { ...empty, rooms, places, isEmpty: rooms.length + places.length === 0 };
}
