/** What the chat needs to answer: the rooms, the person, the texts and the time. */
import type { Instant, Person, Room, RoomEvent, RoomId, Rules, SignalId } from '@rooms-pro/core';
import type { Fleet } from '../../fleet/fleet.ts';
import type { TabLinks } from '../../tabLinks.ts';
import type { Texts } from '../texts/en.ts';
import { locales, textsIn } from '../texts/texts.ts';
import { roomNumber } from '../understanding/intents/targets.ts';
import type { Language, Slots } from '../understanding/meaning.ts';
import type { World } from '../understanding/world.ts';

export type ReadDeps = {
  readonly person: Person;
  readonly fleet: Pick<
    Fleet,
    | 'findTicket'
    | 'incidents'
    | 'incidentsIn'
    | 'rooms'
    | 'room'
    | 'roomRow'
    | 'entry'
    | 'outages'
    | 'workedFor'
    | 'pastTickets'
    | 'all'
  >;
  readonly rules: Rules;
  readonly links: TabLinks;
  readonly now: Instant;
  readonly timeZone: string;
  readonly world: World;
  /** The latest events of a room, newest first. */
  readonly history: (room: RoomId, signal?: SignalId) => Promise<readonly RoomEvent[]>;
};

/** A time as the reader writes it, `30 Nov 2026, 18:00`. */
export function formatAt(instant: Instant, language: Language, timeZone: string): string {
  return new Intl.DateTimeFormat(locales[language], {
    timeZone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(instant));
}

/** A time as the chat reads it in a message: `2026-12-01 08:00`. */
export function typedTime(instant: Instant, timeZone: string): string {
  const text = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(new Date(instant));
  return text.replace(',', '');
}

/** The room with this name. */
export function roomNamed(name: string | undefined, { world, fleet }: ReadDeps): Room | null {
  const number = roomNumber(name, world);
  return number === null ? null : fleet.room(`room-${number}`);
}

/** The limits of a list in words: `important, Harbour House, floor 2`. */
export function filterText(slots: Slots, t: Texts): string {
  const {
    places = [],
    place,
    floor,
    group,
    room,
    severity,
    state,
    health,
    category,
    signal,
    person,
    not,
  } = slots;
  const names = [place, ...places, group, room].filter((name) => name !== undefined);
  const without =
    not?.place ??
    not?.room ??
    not?.group ??
    (not?.floor === undefined ? undefined : t.floor(not.floor));
  const parts = [
    severity && t.words.severity[severity],
    state && t.words.state[state],
    health && t.words.health[health],
    category ?? signal,
    ...names,
    floor === undefined ? undefined : t.floor(floor),
    person === 'me'
      ? t.found.mine
      : person === 'nobody'
        ? t.found.unassigned
        : person && t.found.assignedTo(person),
    without === undefined ? undefined : t.found.without(without),
  ];
  return parts.filter((part) => part !== undefined && part !== '').join(', ');
}

export { textsIn };
