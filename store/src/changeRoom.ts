/** The single write path for rooms: `advance` decides about every input, and this file commits the result. */
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
  /** The caller's copy of the room. It saves a load; a stale copy does no harm. */
  readonly known?: Stored<Room> | null;
  /** The result of `advance` for `known` at `now`, if the caller has it already. */
  readonly advanced?: Advanced | null;
};

export type Changed = {
  /** The result of `advance` for the version of the room that was in the store. */
  readonly advanced: Advanced;
  /** The room as the store contains it; `null` when the store has no such room. */
  readonly stored: Stored<Room> | null;
  readonly committed: boolean;
};

/**
 * Advances one room and commits its next state together with the event, in one transaction.
 * Writes nothing when nothing changed or `advance` rejected the input.
 */
export async function changeRoom(
  store: Store,
  rules: Rules,
  request: ChangeRequest,
): Promise<Changed> {
  const decide = (room: Room | null): Decision<Advanced> => {
    const isKnown = room !== null && room === request.known?.value;
    const earlier = isKnown ? request.advanced : null;
    const advanced = earlier ?? advance(room, request.input, rules, request.now);
    if (!advanced.ok || advanced.changes.length === 0) return { commit: null, answer: advanced };
    const event = toEvent(request, advanced);
    return { commit: { room: advanced.room, event }, answer: advanced };
  };
  const { answer, stored, committed } = await store.transact(request.roomId, decide, request.known);
  return { advanced: answer, stored, committed };
}

function toEvent(
  { roomId, input, via, correlationId, now }: ChangeRequest,
  { room, changes }: Extract<Advanced, { ok: true }>,
): RoomEvent {
  const by = input.kind === 'command' ? actorRef(input.actor) : 'platform';
  return { roomId, revision: room.revision, at: now, by, via, correlationId, changes };
}
