/**
 * A room that goes silent may be the first of many. Its card waits a moment, so that an outage that
 * is found meanwhile gets one card and its rooms get none.
 */
import { openTicketOf, type Room, type RoomId, recordOf } from '@rooms-pro/core';

export type SilenceHold = {
  /** Takes note of a room; calls back about it once its silence need wait no longer. */
  note(room: Room): void;
  /** Whether the card of a room's silence has to wait. */
  holds(id: RoomId): boolean;
  /** Resolves when nothing waits. */
  idle(): Promise<void>;
};

export type SilenceHoldDeps = {
  readonly holdMs: number;
  /** Waits that many milliseconds; rejects when all is to end. */
  readonly delay: (ms: number) => Promise<void>;
  readonly tell: (room: Pick<Room, 'id'>) => void;
};

/** Rooms that go silent together wait together: one timer for all of them. */
export function createSilenceHold({ holdMs, delay, tell }: SilenceHoldDeps): SilenceHold {
  const waiting = new Set<RoomId>();
  const waited = new Set<RoomId>();
  const running = new Set<Promise<void>>();
  let gathering: RoomId[] | null = null;

  async function wait(batch: readonly RoomId[]): Promise<void> {
    await delay(holdMs / 4);
    gathering = null;
    await delay(holdMs - holdMs / 4);
    for (const id of batch) {
      waiting.delete(id);
      waited.add(id);
      tell({ id });
    }
  }

  function begin(): RoomId[] {
    const batch: RoomId[] = [];
    // A delay ends early only when all is to end.
    const over = wait(batch)
      .catch(() => undefined)
      .finally(() => running.delete(over));
    running.add(over);
    return batch;
  }

  return {
    note(room) {
      const { id } = room;
      if (!isSilentAlone(room)) waited.delete(id);
      else if (!waited.has(id) && !waiting.has(id)) {
        waiting.add(id);
        gathering ??= begin();
        gathering.push(id);
      }
    },
    holds: (id) => waiting.has(id),
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

function isSilentAlone(room: Room): boolean {
  const { connection } = room;
  if (connection.status === 'connected' || connection.outage !== null) return false;
  return openTicketOf(recordOf(room, 'connection')) !== null;
}
