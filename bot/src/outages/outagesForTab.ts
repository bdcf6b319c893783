/** Outages for the tab: the line above the list, the note on a room, and the page of one outage. */
import {
  effectiveSuppression,
  findRecord,
  type Instant,
  maySee,
  type Outage,
  type OutageEntry,
  type OutageId,
  outageRoleRejection,
  type Person,
  type PersonRef,
  type Room,
  workOnOutage,
} from '@rooms-pro/core';
import type {
  OutageDetail,
  OutageHistoryEntry,
  OutageRoomRow,
  OutageRow,
} from '@rooms-pro/core/contracts';
import type { OutageRepository } from '@rooms-pro/store';
import { outageForPerson, type SeenOutage } from '../commands/executeOutageCommand.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { outageRowOf, presentOutage } from './outageRow.ts';

export type OutageRows = {
  /**
   * Reads the documents of outages that this process has not read yet, because another process may have
   * created them.
   */
  ready(): Promise<void>;
  /**
   * Ongoing outages with the rooms that this person may see; the outage with the most rooms comes
   * first.
   */
  all(person: Person): Promise<readonly OutageRow[]>;
  /** The outage that contains the room, or `null`. */
  of(room: Room, person: Person): Promise<OutageRow | null>;
  /** One outage with all details; `null` when it does not exist or this person may not see it. */
  detail(id: OutageId, person: Person): Promise<OutageDetail | null>;
};

export type OutageRowsDeps = {
  readonly fleet: Pick<
    Fleet,
    'all' | 'outage' | 'outageIds' | 'ongoingOutage' | 'outageRows' | 'outageWorked'
  >;
  readonly repository: Pick<OutageRepository, 'byId' | 'load' | 'change'>;
  readonly assignable: () => readonly Person[];
  readonly now: () => Instant;
};

/** Creates the rows. Rooms are counted at each call; documents are read once and cached. */
export function createOutageRows(deps: OutageRowsDeps): OutageRows {
  const { fleet, repository, now } = deps;

  async function ready(): Promise<void> {
    if ([...fleet.outageIds()].some((id) => repository.byId(id) === null)) await repository.load();
  }

  return {
    ready,
    async all(person) {
      await ready();
      return fleet
        .outageRows(person)
        .toSorted((one, other) => other.rooms - one.rooms || (one.since < other.since ? -1 : 1));
    },
    async of({ connection }, person) {
      if (connection.status !== 'disconnected' || connection.outage === null) return null;
      await ready();
      return outageRowOf(fleet.ongoingOutage(connection.outage), person);
    },
    async detail(id, person) {
      const seen = await outageForPerson(id, person, deps);
      if (seen === null) return null;
      const remaining = fleet.outage(id).remaining.filter((room) => maySee(person, room));
      const people = deps.assignable();
      return presentDetail(id, { ...seen, remaining }, person, people, now());
    },
  };
}

function presentDetail(
  id: OutageId,
  { outage, rooms, remaining }: SeenOutage & { readonly remaining: readonly Room[] },
  person: Person,
  people: readonly Person[],
  confirmedAt: Instant,
): OutageDetail {
  const isOpen = outage.endedAt === null && rooms.length > 0;
  return {
    ...presentOutage(id, outage, rooms, person),
    endedAt: outage.endedAt,
    remaining: remaining.map(roomRow),
    disconnected: rooms
      .map(roomRow)
      .sort((one, other) => collate(one.room, other.room))
      .slice(0, maxRooms),
    assignees: isOpen ? assigneesFor(rooms, person, people) : [],
    history: toHistory(outage),
    confirmedAt,
  };
}

const collate = new Intl.Collator('en', { numeric: true, sensitivity: 'base' }).compare;
/** The page of an outage shows at most this number of rooms; the list of rooms shows all. */
const maxRooms = 200;

function roomRow(room: Room): OutageRoomRow {
  const { connection } = room;
  return {
    roomId: room.id,
    room: room.name,
    building: room.building,
    floor: room.floor,
    since: connection.status === 'disconnected' ? connection.since : '',
    ticket: findRecord(room, 'connection').ticket?.number ?? null,
    isSuppressed: effectiveSuppression(room, 'connection') !== null,
  };
}

function assigneesFor(
  rooms: readonly Room[],
  person: Person,
  people: readonly Person[],
): PersonRef[] {
  if (outageRoleRejection(person, 'assign', rooms) !== null) return [];
  return people
    .filter((one) => one.id !== person.id && outageRoleRejection(one, 'assign', rooms) === null)
    .map(({ id, name }) => ({ id, name }));
}

/** The history of an outage from its end to its beginning, newest entry first. */
function toHistory(outage: Outage): OutageHistoryEntry[] {
  const byPlatform = { by: 'Platform', via: 'platform', note: null } as const;
  const { openedAt, endedAt } = outage;
  return [
    { ...byPlatform, at: openedAt, sentence: 'Rooms disconnected together: the outage began.' },
    ...workOnOutage(outage).entries.flatMap(toLine),
    ...(endedAt === null ? [] : [{ ...byPlatform, at: endedAt, sentence: 'The outage is over.' }]),
  ].reverse();
}

/** One line, or none for an entry type of a newer version of the product. */
function toLine(entry: OutageEntry): OutageHistoryEntry[] {
  const { at, by, via } = entry;
  const line = { at, by: by.name, via, note: null };
  switch (entry.type) {
    case 'assigned': {
      const from = entry.before === null ? '' : `, taken over from ${entry.before.name}`;
      return [{ ...line, sentence: `Assigned to ${entry.after.name}${from}.` }];
    }
    case 'unassigned':
      return [{ ...line, sentence: `No longer assigned to ${entry.before.name}.` }];
    case 'responded':
      return [{ ...line, sentence: 'Responded.', note: entry.notes }];
    default:
      return [];
  }
}
