/**
 * From messages to results, for messages over HTTP, from event hubs and from Graph. Applies the messages
 * of one room together, in the order in which they were sent, and different rooms in parallel.
 */
import { commandsFor, type Instant, type PendingCommand, type RoomId } from '@rooms-pro/core';
import type { DeviceCommand, MessageResult } from '@rooms-pro/core/contracts';
import { isUnreadable } from '@rooms-pro/store';
import type { RoomDeps } from '../deps.ts';
import {
  createRoomFinder,
  describeNewDevice,
  type RoomFinder,
  type Sender,
} from '../devices/roomFinder.ts';
import { eachBounded } from '../eachBounded.ts';
import { applyByFastPath, applyTogether, applyUnchanged } from './applyMessage.ts';
import { allUnchanged, itemResults, type MessageEffect } from './itemResults.ts';
import { fastPathSpan, type IncomingMessage, type ReadMessage } from './readMessage.ts';

/** Applies messages; returns one result per message, by the index of the message. */
export type MessageApplier = (
  messages: readonly IncomingMessage[],
  at: Instant,
  sender: Sender,
) => Promise<ReadonlyMap<number, MessageResult>>;

/** The maximum of one request, so that all commits of a request share one flush of the disk. */
const roomsAtOnce = 100;

/** Creates the applier. It throws a `StoreError` when the store does not confirm the changes. */
export function createMessageApplier(deps: RoomDeps): MessageApplier {
  const finder = createRoomFinder(deps);

  async function applyRest(
    messages: readonly ReadMessage[],
    results: Map<number, MessageResult>,
    at: Instant,
    sender: Sender,
  ): Promise<void> {
    const { correlationId } = sender;
    const byDevice = Map.groupBy(messages, ({ message }) => message.device);
    const rooms = new Map<string, RoomId>();
    let waiting = 0;
    await eachBounded(byDevice, roomsAtOnce, async ([device, own]) => {
      const introduction = () =>
        describeNewDevice(
          device,
          own.flatMap(({ message }) => message.items),
          own.flatMap(({ input }) => input.readings),
          own.flatMap(({ name }) => name ?? []),
        );
      try {
        const roomId = await finder.find(device, introduction, at, sender);
        if (roomId !== null) rooms.set(device, roomId);
        else {
          waiting += 1;
          for (const { index } of own) results.set(index, waitingResult(device));
        }
      } catch (error) {
        if (!isUnreadable(error)) throw error;
        retryLater(own, results);
      }
    });
    if (waiting > 0) deps.log.warn('room.waits', { correlationId, devices: waiting });
    const byRoom = Map.groupBy(messages, ({ message }) => rooms.get(message.device));
    await eachBounded(byRoom, roomsAtOnce, async ([roomId, own]) => {
      if (roomId === undefined) return;
      try {
        const ordered = sortBySending(own);
        const effects = await applyTogether(deps, roomId, ordered, at, correlationId);
        for (const [position, effect] of effects.entries()) {
          const read = ordered[position];
          if (read) results.set(read.index, toResult(read, effect, deps, at));
        }
      } catch (error) {
        if (!isUnreadable(error)) throw error;
        retryLater(own, results);
      }
    });
  }

  return async (messages, at, sender) => {
    await finder.refresh(at);
    const results = new Map<number, MessageResult>();
    const rest = applyAllUnchanged(messages, results, deps, finder, at);
    if (rest.length > 0) await applyRest(rest, results, at, sender);
    deps.tally?.(results.values());
    return results;
  };
}

/**
 * Sorts the messages of each device by their numbers, where that agrees with their sending times. The
 * order of devices does not change.
 */
function sortBySending(messages: readonly ReadMessage[]): readonly ReadMessage[] {
  if (messages.length < 2) return messages;
  const byDevice = Map.groupBy(messages, ({ message }) => message.device);
  const sorted = new Map(
    [...byDevice].map(([device, own]) => [
      device,
      own.toSorted(({ message: one }, { message: other }) => {
        const isNumbered = one.seq > 0 && other.seq > 0;
        const apartMs = Date.parse(one.sentAt) - Date.parse(other.sentAt);
        return isNumbered && (one.seq - other.seq) * apartMs >= 0 ? one.seq - other.seq : 0;
      }),
    ]),
  );
  return messages.flatMap(({ message }) => sorted.get(message.device)?.shift() ?? []);
}

/**
 * Nothing is applied to a room or device whose document is in quarantine, and nothing is lost: the sender
 * keeps the messages without a result and sends them again. All other rooms of the request are applied.
 */
function retryLater(messages: readonly ReadMessage[], results: Map<number, MessageResult>): void {
  for (const { index, message } of messages) {
    if (results.has(index)) continue;
    results.set(index, { device: message.device, retry: { reason }, items: none, commands: none });
  }
}

const reason = 'The document of the room or device is unreadable. Send the message again later.';

/**
 * Applies unchanged messages immediately, without waiting; returns the remaining messages. Later messages
 * of the same room also remain, so that their order does not change.
 */
function applyAllUnchanged(
  messages: readonly IncomingMessage[],
  results: Map<number, MessageResult>,
  deps: RoomDeps,
  finder: RoomFinder,
  at: Instant,
): readonly ReadMessage[] {
  const rest: ReadMessage[] = [];
  const waiting = new Set<RoomId | null>();
  const span = fastPathSpan(deps.rules, at);
  for (const one of messages) {
    const { device, items } = one.message;
    const roomId = finder.remembered(device);
    // The room of an unknown device is not known yet, so all later messages wait.
    const mayApply = roomId !== null && !waiting.has(roomId) && !waiting.has(null);
    if (mayApply && applyByFastPath(deps, roomId, one.message, one.takenAt, span, at)) {
      // An idle room has no pending command.
      results.set(one.index, { device, items: allUnchanged(items.length), commands: none });
      continue;
    }
    const read = one.read();
    const effect = mayApply ? applyUnchanged(deps, roomId, read, at) : null;
    if (effect !== null) {
      results.set(read.index, toResult(read, effect, deps, at));
      continue;
    }
    waiting.add(roomId);
    rest.push(read);
  }
  return rest;
}

const none: readonly never[] = [];

/** The reason for a device without a room: nothing of its message is applied. */
export const waitingForRoom =
  'This device is new, and its gateway has reached its limit of new devices in this hour. The device waits for a room: send the message again later.';

function waitingResult(device: string): MessageResult {
  return {
    device,
    rejected: { reason: waitingForRoom, pointer: '/device' },
    items: [],
    commands: [],
  };
}

/** When the messages of waiting devices may be sent again. */
export const roomRetrySeconds = 600;

/** Whether all these messages are from devices that wait for a room. */
export function areAllWaiting(results: Iterable<MessageResult>): boolean {
  const all = [...results];
  return all.length > 0 && all.every(({ rejected }) => rejected?.reason === waitingForRoom);
}

function toResult(
  { items, message: { device } }: ReadMessage,
  effect: MessageEffect,
  { rules }: RoomDeps,
  at: Instant,
): MessageResult {
  const commands = commandsFor(effect.room, device, rules, at).map(toWire);
  return { device, items: itemResults(items, effect), commands };
}

function toWire({ id, remediation, expiresAt }: PendingCommand): DeviceCommand {
  return { id, command: remediation, expiresAt };
}
