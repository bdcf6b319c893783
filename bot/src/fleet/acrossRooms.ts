/** Data that many rooms have in common: outages, and how often recommended actions were successful. */
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
  /** Rooms that were disconnected when the outage ended and still are. */
  readonly remaining: readonly Room[];
  readonly lastBackAt: Instant | null;
};

export type AcrossRooms = {
  /** How often the recommended action of this signal was successful, in all rooms. */
  workedFor(room: Room, signal: SignalId): AdviceRecord;
  /** Outages that have disconnected rooms. */
  outageIds(): Iterable<OutageId>;
  /**
   * The disconnected rooms of an outage, sorted by name, and when the last room that left it came back.
   */
  outage(id: OutageId): OutageRooms;
  /** All outages that have disconnected rooms. The order of the rooms is not defined. */
  ongoing(): Iterable<OngoingOutage>;
  /** One outage; without rooms when all are back. */
  ongoingOutage(id: OutageId): OngoingOutage;
  /** The ongoing outages as rows for this person. The order is not defined. */
  outageRows(person: Person): readonly OutageRow[];
  /** Call this when a person worked on an outage: its cards and the rows of its rooms have changed. */
  outageWorked(id: OutageId): void;
  /**
   * Calls the listener with each room of an outage that a person worked on. Returns a function that
   * removes the listener.
   */
  onOutageWorked(listener: (room: Room) => void): () => void;
  /** Outages with rooms that this person may see, the largest first. */
  outages(person: Person): readonly OutageOverview[];
  /**
   * Calls the listener when an outage gains or loses a room. Returns a function that removes the
   * listener.
   */
  onOutageChange(listener: (id: OutageId) => void): () => void;
};

/** Creates the data for the fleet, which passes each changed room to it. */
export function createAcrossRooms(
  rules: () => Rules,
  entries: ReadonlyMap<RoomId, Entry>,
  findDocument: (id: OutageId) => Outage | null,
) {
  const adviceSums = createAdviceSums();
  const outageIndex = createOutageIndex();
  const listeners = new Set<(id: OutageId) => void>();
  const workListeners = new Set<(room: Room) => void>();

  function outage(id: OutageId): OutageRooms {
    const sortByName = (ids: readonly RoomId[]) =>
      ids
        .flatMap((room) => entries.get(room) ?? [])
        .sort(compareRooms)
        .map(({ room }) => room);
    return {
      rooms: sortByName(outageIndex.rooms(id)),
      remaining: sortByName(outageIndex.remaining(id)),
      lastBackAt: outageIndex.lastBackAt(id),
    };
  }

  const ongoingOutage = (id: OutageId): OngoingOutage => ({
    id,
    outage: findDocument(id),
    entries: outageIndex.rooms(id).flatMap((room) => entries.get(room) ?? []),
  });

  const queries: AcrossRooms = {
    ongoing: () => [...outageIndex.ids()].map(ongoingOutage),
    ongoingOutage,
    outageRows: (person) =>
      [...outageIndex.ids()].flatMap((id) => outageRowOf(ongoingOutage(id), person) ?? []),
    outageWorked(id) {
      createNotification([id])();
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
      return adviceSums.of(
        signalTypeOf(signal),
        adviceKeyFor(ruleFor(rulesFor(rules(), room), signal), detail),
      );
    },
    outageIds: outageIndex.ids,
    outage,
    outages: (person) =>
      outageOverview(
        [...outageIndex.ids()].map((id) => ({ id, rooms: outage(id).rooms })),
        person,
      ),
    onOutageChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  /** Replaces the previous state of a room. Returns a function that calls the listeners. */
  function update(before: Room | null, after: Room): () => void {
    adviceSums.update(before, after);
    return createNotification(outageIndex.update(before, after));
  }
  /** Removes a room. Returns a function that calls the listeners. */
  function remove(room: Room): () => void {
    adviceSums.remove(room);
    return createNotification(outageIndex.remove(room));
  }
  function createNotification(touched: readonly OutageId[]): () => void {
    return () => {
      for (const id of touched) for (const listener of listeners) listener(id);
    };
  }
  return { queries, update, remove };
}
