/** The waist of the house: whatever comes in for a room is decided by `advance` and committed here. */
import {
  type Advanced,
  actorRef,
  advance,
  type EntryPoint,
  type Input,
  type Instant,
  type Room,
  type RoomEvent,
  type RoomId,
  type Rules,
} from '@rooms-pro/core';
import type { Decision, Store, Stored } from './store.ts';

export type ChangeRequest = {
  readonly roomId: RoomId;
  readonly input: Input;
  readonly via: EntryPoint;
  readonly correlationId: string;
  readonly now: Instant;
  /** The room as the caller holds it; saves a load, and a stale one does no harm. */
  readonly known?: Stored<Room> | null;
  /** What `advance` said of `known` at `now`, where the caller has asked already. */
  readonly advanced?: Advanced | null;
};

export type Changed = {
  /** What `advance` said about the room as it then was. */
  readonly advanced: Advanced;
  /** The room as it is in the store; `null` when there is none. */
  readonly stored: Stored<Room> | null;
  readonly committed: boolean;
};

/**
 * Advances one room and commits its next state with the event that led there, both or neither.
 * Nothing is written when nothing changed or the input was rejected.
 */
export async function changeRoom(
  store: Store,
  rules: Rules,
  request: ChangeRequest,
): Promise<Changed> {
  const decide = (room: Room | null): Decision<Advanced> => {
    const isAsked = room !== null && room === request.known?.value;
    const asked = isAsked ? request.advanced : null;
    const advanced = asked ?? advance(room, request.input, rules, request.now);
    if (!advanced.ok || advanced.changes.length === 0) return { commit: null, answer: advanced };
    const event = eventOf(request, advanced);
    return { commit: { room: advanced.room, event }, answer: advanced };
  };
  const { answer, stored, committed } = await store.transact(request.roomId, decide, request.known);
  return { advanced: answer, stored, committed };
}

function eventOf(
  { roomId, input, via, correlationId, now }: ChangeRequest,
  { room, changes }: Extract<Advanced, { ok: true }>,
): RoomEvent {
  const by = input.kind === 'command' ? actorRef(input.actor) : 'platform';
  return { roomId, revision: room.revision, at: now, by, via, correlationId, changes };
}
