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
import { openOutageBook, type Store } from '@rooms-pro/store';
import type { Fleet } from '../fleet/fleet.ts';

export type OutageRows = {
  /** Outages that go on, with the rooms that this person may see; most rooms first. */
  all(person: Person): Promise<readonly OutageRow[]>;
  /** The one that a room is part of, or `null`. */
  of(room: Room, person: Person): Promise<OutageRow | null>;
};

/** Rooms are counted as they are now; places are looked up once and kept. */
export function createOutageRows(
  fleet: Pick<Fleet, 'outageIds' | 'outage'>,
  store: Store,
): OutageRows {
  const book = openOutageBook(store);

  async function rowsOf(ids: Iterable<OutageId>, person: Person): Promise<readonly OutageRow[]> {
    const found = [...ids].flatMap((id) => {
      const rooms = fleet.outage(id).rooms.filter((room) => isSeen(room, person));
      return rooms.length === 0 ? [] : [{ id, rooms }];
    });
    // Another process may have claimed an outage since the book was last read.
    if (found.some(({ id }) => book.byId(id) === null)) await book.load();
    return found.map(({ id, rooms }) => rowOf(id, rooms, book.byId(id)));
  }

  return {
    async all(person) {
      const rows = await rowsOf(fleet.outageIds(), person);
      return rows.toSorted(
        (one, other) => other.rooms - one.rooms || (one.since < other.since ? -1 : 1),
      );
    },
    async of({ connection }, person) {
      if (connection.status !== 'disconnected' || connection.outage === null) return null;
      return (await rowsOf([connection.outage], person))[0] ?? null;
    },
  };
}

function isSeen(room: Room, person: Person): boolean {
  return room.enrolment !== 'retired' && maySee(person, room);
}

function rowOf(id: OutageId, rooms: readonly Room[], outage: Outage | null): OutageRow {
  const [first] = rooms;
  const building = first?.building ?? '';
  // Of an outage that was followed by another at its place, any of its rooms tells where it is.
  const at = outage ?? { scope: 'building', building, floor: '', subnet: '' };
  return {
    id,
    place: at.scope === 'subnet' ? `Network ${at.subnet}` : sayPlace(at),
    building: at.building,
    rooms: rooms.length,
    since: outage?.openedAt ?? earliest(rooms),
  };
}

function earliest(rooms: readonly Room[]): Instant {
  const times = rooms.flatMap(({ connection }) =>
    connection.status === 'disconnected' ? [connection.since] : [],
  );
  return times.sort()[0] ?? '';
}
