/** A message meets its room: compared in memory first, written only when something changed. */
import { advance, type Instant, type RoomId } from '@rooms-pro/core';
import { changeRoom } from '@rooms-pro/store';
import { atStore, StoreUnavailable } from './atStore.ts';
import type { RoomDeps } from './deps.ts';
import type { MessageEffect } from './judgeItems.ts';
import type { ReadMessage } from './readMessage.ts';

/** Applies a message in at most one commit; resolves once what it answers is durable. */
export async function applyMessage(
  deps: RoomDeps,
  roomId: RoomId,
  { input, isSignOfLife }: ReadMessage,
  receivedAt: Instant,
  correlationId: string,
): Promise<MessageEffect> {
  const { store, rules, cache } = deps;
  const known = await atStore(() => cache.get(roomId));
  if (known !== null) {
    const advanced = advance(known.value, input, rules, receivedAt);
    if (advanced.ok && advanced.changes.length === 0) {
      cache.keep({ value: advanced.room, etag: known.etag });
      if (isSignOfLife) deps.lastSeen.heard(roomId, receivedAt);
      return advanced;
    }
  }
  const request = {
    roomId,
    input,
    via: 'platform',
    correlationId,
    now: receivedAt,
    known,
  } as const;
  const { advanced } = await atStore(() => changeRoom(store, rules, request));
  // Telemetry is refused only for want of a room, and the finder has just seen to that.
  if (!advanced.ok) throw new StoreUnavailable(new Error(advanced.rejection.code));
  if (isSignOfLife) deps.lastSeen.heard(roomId, receivedAt);
  return advanced;
}
