/** Applies messages to a room: compares them in memory first, and writes only if something changed. */
import { type Advanced, advance, type Instant, type RoomId, type Span } from '@rooms-pro/core';
import type { TelemetryMessage } from '@rooms-pro/core/contracts';
import { changeRoom, StoreError } from '@rooms-pro/store';
import type { RoomDeps } from '../deps.ts';
import { sanitizeName } from '../devices/sanitizeName.ts';
import type { MessageEffect } from './itemResults.ts';
import type { ReadMessage } from './readMessage.ts';

/** Applies a message if the fast path finds, without parsing its items, that it changes nothing. */
export function applyByFastPath(
  { cache, rules, lastSeen }: RoomDeps,
  roomId: RoomId,
  { device, agent, items, seq, sentAt }: TelemetryMessage,
  takenAt: Instant | undefined,
  span: Span,
  receivedAt: Instant,
): boolean {
  const message = {
    device,
    agent: sanitizeName(agent ?? ''),
    items,
    sent: { seq, at: sentAt, ...(takenAt === undefined ? {} : { takenAt }) },
  };
  if (!cache.recordFast(roomId, message, span, rules, receivedAt)) return false;
  lastSeen.heard(roomId, receivedAt);
  return true;
}

/** Applies a message that certainly changes nothing in a room in memory; `null`: the room must be advanced. */
export function applyUnchanged(
  { cache, rules, lastSeen }: RoomDeps,
  roomId: RoomId,
  { input }: ReadMessage,
  receivedAt: Instant,
): MessageEffect | null {
  const room = cache.recordUnchanged(roomId, input, rules, receivedAt);
  if (room === null) return null;
  lastSeen.heard(roomId, receivedAt);
  return { room, changes: [], verdicts: input.readings.map(() => 'unchanged') };
}

/**
 * Applies the messages of one room in at most one commit, and settles the room once, after the last
 * message. Returns one effect per message, when the commit is durable.
 */
export async function applyTogether(
  deps: RoomDeps,
  roomId: RoomId,
  messages: readonly ReadMessage[],
  receivedAt: Instant,
  correlationId: string,
): Promise<readonly MessageEffect[]> {
  const { store, rules, cache } = deps;
  const input = { kind: 'messages', messages: messages.map((one) => one.input) } as const;
  const isSignOfLife = messages.some((one) => one.isSignOfLife);
  const known = await cache.get(roomId);
  const advanced = known && advance(known.value, input, rules, receivedAt);
  if (known && advanced?.ok && advanced.changes.length === 0) {
    cache.keep({ value: advanced.room, etag: known.etag }, rules, receivedAt);
    if (isSignOfLife) deps.lastSeen.heard(roomId, receivedAt);
    return toEffects(advanced);
  }
  const request = {
    roomId,
    input,
    via: 'platform',
    correlationId,
    now: receivedAt,
    known,
    advanced,
  } as const;
  const changed = await changeRoom(store, rules, request);
  // `advance` rejects telemetry only when the room is missing, and the finder has just found the room.
  if (!changed.advanced.ok) {
    const sentence = `The telemetry found no room (${changed.advanced.rejection.code}). Send it again.`;
    throw new StoreError('contended', sentence);
  }
  if (isSignOfLife) deps.lastSeen.heard(roomId, receivedAt);
  return toEffects(changed.advanced);
}

function toEffects({ room, outcomes = [] }: Extract<Advanced, { ok: true }>): MessageEffect[] {
  return outcomes.map((outcome) => ({ ...outcome, room }));
}
