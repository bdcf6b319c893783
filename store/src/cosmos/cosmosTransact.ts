/** How the Cosmos store decides and commits: one lane for each room, and again when a race is lost. */
import type { Room, RoomId } from '@rooms-pro/core';
import { checkCommit } from '../checkCommit.ts';
import { createConflictCount } from '../metrics.ts';
import type { Committed, Decision, FeedEntry, Stored } from '../store.ts';
import { StoreError } from '../storeError.ts';
import type { CosmosRooms } from './cosmosRooms.ts';

/** Races one call may lose before it says so: against other processes only. */
const mostRaces = 50;

/** Calls for one room in the order they were made, and the version the last of them left. */
type Lane = { tail: Promise<unknown>; waiting: number; latest: Stored<Room> | null | undefined };

/** A version to decide on, and whether it is known to be the one in the database. */
type Base = { readonly stored: Stored<Room> | null; readonly isFresh: boolean };

/**
 * The verb `transact`. Within a process the calls for one room take turns, so they only race against
 * other processes. A decision to change nothing on a version that the caller knew is looked up once.
 */
export function createCosmosTransact(
  rooms: CosmosRooms,
  announce: (entry: FeedEntry) => void,
  pause: (tried: number) => Promise<unknown>,
) {
  const lanes = new Map<RoomId, Lane>();
  const countConflict = createConflictCount();

  async function run<A>(
    lane: Lane,
    id: RoomId,
    decide: (room: Room | null) => Decision<A>,
    known: Stored<Room> | null | undefined,
  ): Promise<Committed<A>> {
    let base = baseOf(lane.latest, known) ?? { stored: await rooms.load(id), isFresh: true };
    for (let races = 0; races < mostRaces; ) {
      const { commit, answer } = decide(base.stored?.value ?? null);
      if (commit === null) {
        const { stored } = base;
        const now = base.isFresh ? stored : await rooms.refresh(id, stored);
        if (now?.etag === stored?.etag) return { answer, stored, committed: false };
        base = { stored: now, isFresh: true };
        continue;
      }
      checkCommit(id, base.stored?.value ?? null, commit);
      const { written, stored } = await rooms.commit(base.stored?.etag ?? null, commit);
      lane.latest = stored;
      if (written && stored !== null) {
        announce({ event: commit.event, room: stored });
        return { answer, stored, committed: true };
      }
      base = { stored, isFresh: true };
      races += 1;
      countConflict();
      if (races > 1) await pause(races);
    }
    throw new StoreError('contended', `Others kept changing ${id} at the same time. Try again.`);
  }

  return {
    async transact<A>(
      id: RoomId,
      decide: (room: Room | null) => Decision<A>,
      known?: Stored<Room> | null,
    ): Promise<Committed<A>> {
      const lane = lanes.get(id) ?? { tail: Promise.resolve(), waiting: 0, latest: undefined };
      lanes.set(id, lane);
      lane.waiting += 1;
      const turn = lane.tail.then(() => run(lane, id, decide, known));
      lane.tail = turn.catch(() => {
        // Whatever went wrong: the next in line asks the database how things stand.
        lane.latest = undefined;
      });
      try {
        return await turn;
      } finally {
        lane.waiting -= 1;
        if (lane.waiting === 0) lanes.delete(id);
      }
    },

    /** Resolves when no call is under way. */
    async settled(): Promise<void> {
      while (lanes.size > 0) await Promise.all([...lanes.values()].map(({ tail }) => tail));
    },
  };
}

/** What the lane left, or what the caller knows, whichever is later; `null`: it must be loaded. */
function baseOf(latest: Lane['latest'], known: Stored<Room> | null | undefined): Base | null {
  if (latest === undefined) return known === undefined ? null : { stored: known, isFresh: false };
  const isCallersOwn = known && latest && known.etag === latest.etag;
  // The caller's copy of the same version may hold what is kept in memory only.
  if (isCallersOwn) return { stored: known, isFresh: true };
  const isNewer = known && known.value.revision > (latest?.value.revision ?? 0);
  return isNewer ? { stored: known, isFresh: false } : { stored: latest, isFresh: true };
}
