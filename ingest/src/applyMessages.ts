/**
 * From messages to results: what came in over HTTP and what was fetched from Graph go this one way.
 * Messages of one room are applied in the order they came, different rooms side by side.
 */
import { commandsFor, type Instant, type PendingCommand, type RoomId } from '@rooms-pro/core';
import type { DeviceCommand, MessageResult } from '@rooms-pro/core/contracts';
import { applyMessage } from './applyMessage.ts';
import type { RoomDeps } from './deps.ts';
import { eachBounded } from './eachBounded.ts';
import { judgeItems } from './judgeItems.ts';
import type { ReadMessage } from './readMessage.ts';
import { createRoomFinder, introduce } from './roomFinder.ts';

/** Applies messages; answers one result for each, under the index of its message. */
export type MessageApplier = (
  messages: readonly ReadMessage[],
  at: Instant,
  correlationId: string,
) => Promise<ReadonlyMap<number, MessageResult>>;

const roomsAtOnce = 16;

/** Makes the applier. It throws `StoreUnavailable` when what was asked is not confirmed. */
export function createMessageApplier(deps: RoomDeps): MessageApplier {
  const findRoom = createRoomFinder(deps);

  return async (messages, at, correlationId) => {
    const results = new Map<number, MessageResult>();
    const byDevice = Map.groupBy(messages, ({ message }) => message.device);
    const rooms = new Map<string, RoomId>();
    await eachBounded(byDevice, roomsAtOnce, async ([device, own]) => {
      const introduction = () =>
        introduce(
          device,
          own.flatMap(({ message }) => message.items),
          own.flatMap(({ input }) => input.readings),
          own.flatMap(({ name }) => name ?? []),
        );
      rooms.set(device, await findRoom(device, introduction, at, correlationId));
    });
    const byRoom = Map.groupBy(messages, ({ message }) => rooms.get(message.device));
    await eachBounded(byRoom, roomsAtOnce, async ([roomId, own]) => {
      if (roomId === undefined) return;
      for (const read of own) {
        const effect = await applyMessage(deps, roomId, read, at, correlationId);
        const { device } = read.message;
        const items = judgeItems(read.items, effect);
        const pending = commandsFor(effect.room, device, deps.rules, at);
        results.set(read.index, { device, items, commands: pending.map(toWire) });
      }
    });
    return results;
  };
}

function toWire({ id, remediation, expiresAt }: PendingCommand): DeviceCommand {
  return { id, command: remediation, expiresAt };
}
