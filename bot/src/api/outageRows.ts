/** Outages as the tab shows them: what they have in common, and how many rooms are in each. */
import {
  type Instant,
  maySee,
  type Outage,
  type OutageId,
  type Person,
  type Room,
  sayPlace,
} from '@rooms-pro/core';
import type { OutageRow } from '@rooms-pro/core/contracts';
import { type OutageBook, openOutageBook, type Store } from '@rooms-pro/store';

export type OutageRows = {
  /** Outages that go on, with the rooms that this person may see; most rooms first. */
  all(person: Person): Promise<readonly OutageRow[]>;
  /** The one that a room is part of, or `null`. */
  of(room: Room, person: Person): Promise<OutageRow | null>;
};

type Members = { readonly room: Room; rooms: number; since: Instant };

/** Rooms are counted as they are now; places are looked up once and kept. */
export function createOutageRows(rooms: () => Iterable<Room>, store: Store): OutageRows {
  const book = openOutageBook(store);

  async function all(person: Person): Promise<readonly OutageRow[]> {
    const found = membersOf(rooms(), person);
    await learn(book, found.keys());
    return [...found]
      .map(([id, members]) => rowOf(id, members, book.byId(id)))
      .sort((one, other) => other.rooms - one.rooms || (one.since < other.since ? -1 : 1));
  }

  return {
    all,
    async of({ connection }, person) {
      if (connection.status !== 'disconnected' || connection.outage === null) return null;
      return (await all(person)).find(({ id }) => id === connection.outage) ?? null;
    },
  };
}

function membersOf(rooms: Iterable<Room>, person: Person): Map<OutageId, Members> {
  const found = new Map<OutageId, Members>();
  for (const room of rooms) {
    const { connection } = room;
    if (connection.status !== 'disconnected' || connection.outage === null) continue;
    if (room.enrolment === 'retired' || !maySee(person, room)) continue;
    const members = found.get(connection.outage);
    if (members === undefined) {
      found.set(connection.outage, { room, rooms: 1, since: connection.since });
      continue;
    }
    members.rooms += 1;
    if (connection.since < members.since) members.since = connection.since;
  }
  return found;
}

/** Another process may have claimed an outage since the book was last read. */
async function learn(book: OutageBook, ids: Iterable<OutageId>): Promise<void> {
  if ([...ids].some((id) => book.byId(id) === null)) await book.load();
}

function rowOf(id: OutageId, { room, rooms, since }: Members, outage: Outage | null): OutageRow {
  // Of an outage that was followed by another at its place, any of its rooms tells where it is.
  const { scope, building, floor, subnet } = outage ?? {
    scope: 'building',
    building: room.building,
    floor: '',
    subnet: '',
  };
  const place = scope === 'subnet' ? `Network ${subnet}` : sayPlace({ building, floor });
  return { id, place, building, rooms, since: outage?.openedAt ?? since };
}
