/** How the embedded store decides and commits: at the call, or in line behind the same room's last. */
import type { Room, RoomId } from '@rooms-pro/core';
import { checkCommit } from '../checkCommit.ts';
import type { Committed, Decision, FeedEntry, Stored } from '../store.ts';
import type { Applied } from './groupCommit.ts';
import type { SqliteRooms } from './sqliteRooms.ts';

/** A decision and the version of the room it was made on. */
type Attempt<A> = { readonly base: Stored<Room> | null; readonly decision: Decision<A> };

/**
 * The verb `transact`. Calls for one room take effect in the order they were made: the first is
 * decided at the call (a stale `known` is left aside), those behind it when their turn comes, inside
 * the transaction, where nobody can come between. A decision to change nothing costs no write.
 */
export function createTransact(
  rooms: SqliteRooms,
  write: <A>(apply: () => Applied<A>) => Promise<A>,
  announce: (entry: FeedEntry) => void,
) {
  /** Versions committed or looked up by this process, which alone writes: no need to ask again. */
  const etags = new Map<RoomId, string>();
  const waiting = new Map<RoomId, number>();

  function attempt<A>(
    id: RoomId,
    decide: (room: Room | null) => Decision<A>,
    known: Stored<Room> | null | undefined,
  ): Attempt<A> {
    const isCurrent = known !== undefined && (known?.etag ?? null) === etagOf(id);
    const base = isCurrent ? known : rooms.load(id);
    return { base, decision: decide(base?.value ?? null) };
  }

  function etagOf(id: RoomId): string | null {
    const remembered = etags.get(id);
    if (remembered !== undefined) return remembered;
    const etag = rooms.etagOf(id);
    if (etag !== null) etags.set(id, etag);
    return etag;
  }

  function apply<A>(id: RoomId, { base, decision }: Attempt<A>): Applied<Committed<A>> {
    const { commit, answer } = decision;
    if (commit === null) return { answer: { answer, stored: base, committed: false } };
    checkCommit(id, base?.value ?? null, commit);
    const stored = rooms.commit(base?.etag ?? null, commit);
    return {
      answer: { answer, stored, committed: true },
      afterCommit: () => {
        etags.set(id, stored.etag);
        announce({ event: commit.event, room: stored });
      },
    };
  }

  return async function transact<A>(
    id: RoomId,
    decide: (room: Room | null) => Decision<A>,
    known?: Stored<Room> | null,
  ): Promise<Committed<A>> {
    const ahead = waiting.get(id) ?? 0;
    const first = ahead === 0 ? attempt(id, decide, known) : null;
    if (first?.decision.commit === null) return apply(id, first).answer;
    waiting.set(id, ahead + 1);
    try {
      // Nobody came between: whoever calls after a first attempt waits behind it.
      return await write(() => apply(id, first ?? attempt(id, decide, undefined)));
    } finally {
      const left = (waiting.get(id) ?? 1) - 1;
      if (left > 0) waiting.set(id, left);
      else waiting.delete(id);
    }
  };
}
