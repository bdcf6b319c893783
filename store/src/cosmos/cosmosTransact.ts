/** Decides and commits on Cosmos DB: one queue per room, and another attempt after each lost race. */
import type { Room, RoomId } from '@rooms-pro/core';
import { checkCommit } from '../checkCommit.ts';
import { createConflictCount } from '../metrics.ts';
import type { Committed, Decision, FeedEntry, Stored } from '../store.ts';
import { StoreError } from '../storeError.ts';
import type { CosmosRooms } from './cosmosRooms.ts';

/** Races against other processes that one call may lose before it throws. */
const maxRaces = 50;

/** The calls for one room in their order, and the version that the last call left. */
type Queue = { tail: Promise<unknown>; waiting: number; latest: Stored<Room> | null | undefined };

/** The version to decide on, and whether it is certainly the version in the database. */
type Base = { readonly stored: Stored<Room> | null; readonly isFresh: boolean };

/**
 * Creates `transact`. Within a process the calls for one room run one after another, so they only race
 * against other processes. A decision to change nothing on the caller's version is checked once against
 * the database.
 */
export function createCosmosTransact(
  rooms: CosmosRooms,
  announce: (entry: FeedEntry) => void,
  pause: (tried: number) => Promise<unknown>,
) {
  const queues = new Map<RoomId, Queue>();
  const run = createAttempts(rooms, announce, pause);

  return {
    async transact<A>(
      id: RoomId,
      decide: (room: Room | null) => Decision<A>,
      known?: Stored<Room> | null,
    ): Promise<Committed<A>> {
      const queue = queues.get(id) ?? { tail: Promise.resolve(), waiting: 0, latest: undefined };
      queues.set(id, queue);
      queue.waiting += 1;
      const turn = queue.tail.then(() => run(queue, id, decide, known));
      queue.tail = turn.catch(() => {
        // After any failure the next call in the queue loads the room from the database.
        queue.latest = undefined;
      });
      try {
        return await turn;
      } finally {
        queue.waiting -= 1;
        if (queue.waiting === 0) queues.delete(id);
      }
    },

    /** Resolves when no call is under way. */
    async settled(): Promise<void> {
      while (queues.size > 0) await Promise.all([...queues.values()].map(({ tail }) => tail));
    },
  };
}

/** Decides and commits, and starts again on the newer version after each lost race. */
function createAttempts(
  rooms: CosmosRooms,
  announce: (entry: FeedEntry) => void,
  pause: (tried: number) => Promise<unknown>,
) {
  const countConflict = createConflictCount();
  return async function run<A>(
    queue: Queue,
    id: RoomId,
    decide: (room: Room | null) => Decision<A>,
    known: Stored<Room> | null | undefined,
  ): Promise<Committed<A>> {
    let base = chooseBase(queue.latest, known) ?? { stored: await rooms.load(id), isFresh: true };
    for (let races = 0; races < maxRaces; ) {
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
      queue.latest = stored;
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
  };
}

/** The later of the version that the queue left and the caller's version; `null`: load the room. */
function chooseBase(latest: Queue['latest'], known: Stored<Room> | null | undefined): Base | null {
  if (latest === undefined) return known === undefined ? null : { stored: known, isFresh: false };
  const isSameVersion = known && latest && known.etag === latest.etag;
  // The caller's copy of the same version may contain observations that exist in memory only.
  if (isSameVersion) return { stored: known, isFresh: true };
  const isNewer = known && known.value.revision > (latest?.value.revision ?? 0);
  return isNewer ? { stored: known, isFresh: false } : { stored: latest, isFresh: true };
}
