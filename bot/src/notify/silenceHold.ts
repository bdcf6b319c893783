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

export function createSilenceHold({ holdMs, delay, tell }: SilenceHoldDeps): SilenceHold {
  const waiting = new Map<RoomId, Promise<void>>();
  const waited = new Set<RoomId>();

  async function wait(id: RoomId): Promise<void> {
    await delay(holdMs);
    waiting.delete(id);
    waited.add(id);
    tell({ id });
  }

  return {
    note(room) {
      const { id } = room;
      if (!isSilentAlone(room)) waited.delete(id);
      else if (!waited.has(id) && !waiting.has(id)) {
        // A delay ends early only when all is to end.
        const over = wait(id).catch(() => {
          waiting.delete(id);
        });
        waiting.set(id, over);
      }
    },
    holds: (id) => waiting.has(id),
    async idle() {
      while (waiting.size > 0) await Promise.all(waiting.values());
    },
  };
}

function isSilentAlone(room: Room): boolean {
  const { connection } = room;
  if (connection.status === 'connected' || connection.outage !== null) return false;
  return openTicketOf(recordOf(room, 'connection')) !== null;
}
