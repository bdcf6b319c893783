/** What holds for many rooms together: outages, and how often recommended actions held. */
import {
  type AdviceRecord,
  adviceKeyFor,
  findRecord,
  type Instant,
  type Outage,
  type OutageId,
  type Person,
  type Room,
  type RoomId,
  type Rules,
  ruleFor,
  rulesFor,
  type SignalId,
  signalTypeOf,
} from '@rooms-pro/core';
import type { OutageRow } from '@rooms-pro/core/contracts';
import { type OngoingOutage, outageRowOf } from '../outages/outageRow.ts';
import { createAdviceSums } from './indexes/adviceSums.ts';
import { createOutageIndex } from './indexes/outageIndex.ts';
import { type OutageOverview, outageOverview } from './queries/summary.ts';
import { compareRooms, type Entry } from './roomEntry.ts';

export type OutageRooms = {
  readonly rooms: readonly Room[];
  /** Those that were still silent when it ended, and are. */
  readonly remaining: readonly Room[];
  readonly lastBackAt: Instant | null;
};

export type AcrossRooms = {
  /** How often what is recommended for this signal now held, in all rooms. */
  workedFor(room: Room, signal: SignalId): AdviceRecord;
  /** Outages that have silent rooms. */
  outageIds(): Iterable<OutageId>;
  /** The silent rooms of an outage, by name, and when the last one that left it came back. */
  outage(id: OutageId): OutageRooms;
  /** All outages that have silent rooms, each with its rooms in no promised order. */
  ongoing(): Iterable<OngoingOutage>;
  /** One of them; without rooms where all are back. */
  ongoingOutage(id: OutageId): OngoingOutage;
  /** Outages that go on, as rows of this person, in no promised order. */
  outageRows(person: Person): readonly OutageRow[];
  /** To be called once people worked on an outage: its cards and the rows of its rooms have changed. */
  outageWorked(id: OutageId): void;
  /** Calls back with each room of an outage that people worked on. */
  onOutageWorked(listener: (room: Room) => void): () => void;
  /** Outages in rooms that this person may see, the largest first. */
  outages(person: Person): readonly OutageOverview[];
  /** Calls back when an outage gains or loses a room. */
  onOutageChange(listener: (id: OutageId) => void): () => void;
};

/** Kept by the fleet, which tells it of each room it takes. */
export function createAcrossRooms(
  rules: Rules,
  entries: ReadonlyMap<RoomId, Entry>,
  documentOf: (id: OutageId) => Outage | null,
) {
  const worked = createAdviceSums();
  const silent = createOutageIndex();
  const listeners = new Set<(id: OutageId) => void>();
  const workListeners = new Set<(room: Room) => void>();

  function outage(id: OutageId): OutageRooms {
    const inOrder = (ids: readonly RoomId[]) =>
      ids
        .flatMap((room) => entries.get(room) ?? [])
        .sort(compareRooms)
        .map(({ room }) => room);
    return {
      rooms: inOrder(silent.rooms(id)),
      remaining: inOrder(silent.remaining(id)),
      lastBackAt: silent.lastBackAt(id),
    };
  }

  const ongoingOutage = (id: OutageId): OngoingOutage => ({
    id,
    outage: documentOf(id),
    entries: silent.rooms(id).flatMap((room) => entries.get(room) ?? []),
  });

  const asked: AcrossRooms = {
    ongoing: () => [...silent.ids()].map(ongoingOutage),
    ongoingOutage,
    outageRows: (person) =>
      [...silent.ids()].flatMap((id) => outageRowOf(ongoingOutage(id), person) ?? []),
    outageWorked(id) {
      tellOf([id])();
      for (const { room } of ongoingOutage(id).entries) {
        for (const listener of workListeners) listener(room);
      }
    },
    onOutageWorked: (listener) => {
      workListeners.add(listener);
      return () => workListeners.delete(listener);
    },
    workedFor(room, signal) {
      const { detail } = findRecord(room, signal);
      return worked.of(
        signalTypeOf(signal),
        adviceKeyFor(ruleFor(rulesFor(rules, room), signal), detail),
      );
    },
    outageIds: silent.ids,
    outage,
    outages: (person) =>
      outageOverview(
        [...silent.ids()].map((id) => ({ id, rooms: outage(id).rooms })),
        person,
      ),
    onOutageChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  /** Takes a room as it was and as it now is; whoever listens is told by what this returns. */
  function take(before: Room | null, after: Room): () => void {
    worked.take(before, after);
    return tellOf(silent.take(before, after));
  }
  /** Takes out a room that is no longer there, in the same way. */
  function drop(room: Room): () => void {
    worked.drop(room);
    return tellOf(silent.drop(room));
  }
  function tellOf(touched: readonly OutageId[]): () => void {
    return () => {
      for (const id of touched) for (const listener of listeners) listener(id);
    };
  }
  return { asked, take, drop };
}
