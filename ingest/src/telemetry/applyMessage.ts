/** Messages meet their room: compared in memory first, written only when something changed. */
import { type Advanced, advance, type Instant, type RoomId, type Span } from '@rooms-pro/core';
import type { TelemetryMessage } from '@rooms-pro/core/contracts';
import { changeRoom, StoreError } from '@rooms-pro/store';
import type { RoomDeps } from '../deps.ts';
import { sanitizeName } from '../devices/sanitizeName.ts';
import type { MessageEffect } from './itemResults.ts';
import type { ReadMessage } from './readMessage.ts';

/** Takes a message that nobody has to read to see that it says nothing new. */
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
  if (!cache.glance(roomId, message, span, rules, receivedAt)) return false;
  lastSeen.heard(roomId, receivedAt);
  return true;
}

/** Takes a message that plainly says nothing new to a room in memory; `null`: it has to be applied. */
export function applyUnchanged(
  { cache, rules, lastSeen }: RoomDeps,
  roomId: RoomId,
  { input }: ReadMessage,
  receivedAt: Instant,
): MessageEffect | null {
  const room = cache.hear(roomId, input, rules, receivedAt);
  if (room === null) return null;
  lastSeen.heard(roomId, receivedAt);
  return { room, changes: [], verdicts: input.readings.map(() => 'unchanged') };
}

/**
 * Applies the messages of one room in at most one commit, and settles it once, after the last of them;
 * one effect for each. Resolves once what it answers is durable.
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
    return effectsOf(advanced);
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
  // Telemetry is refused only for want of a room, and the finder has just seen to that.
  if (!changed.advanced.ok) {
    const sentence = `The telemetry found no room (${changed.advanced.rejection.code}). Send it again.`;
    throw new StoreError('contended', sentence);
  }
  if (isSignOfLife) deps.lastSeen.heard(roomId, receivedAt);
  return effectsOf(changed.advanced);
}

function effectsOf({ room, outcomes = [] }: Extract<Advanced, { ok: true }>): MessageEffect[] {
  return outcomes.map((outcome) => ({ ...outcome, room }));
}
