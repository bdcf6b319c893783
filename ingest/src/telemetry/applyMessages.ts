/**
 * From messages to results: what came in over HTTP and what was fetched from Graph go this one way.
 * Messages of one room are applied together, in the order in which they were sent; different rooms side
 * by side.
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

/** Applies messages; answers one result for each, under the index of its message. */
export type MessageApplier = (
  messages: readonly IncomingMessage[],
  at: Instant,
  sender: Sender,
) => Promise<ReadonlyMap<number, MessageResult>>;

/** As many as come in one request: what they commit together is one flush of the disk. */
const roomsAtOnce = 100;

/** Makes the applier. It throws a `StoreError` when what was asked is not confirmed. */
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
        const ordered = inOrderSent(own);
        const effects = await applyTogether(deps, roomId, ordered, at, correlationId);
        for (const [place, effect] of effects.entries()) {
          const read = ordered[place];
          if (read) results.set(read.index, resultOf(read, effect, deps, at));
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
    const rest = hearAll(messages, results, deps, finder, at);
    if (rest.length > 0) await applyRest(rest, results, at, sender);
    deps.tally?.(results.values());
    return results;
  };
}

/**
 * The messages of each device in the order of their numbers, where the times at which they were sent
 * agree with it; devices keep their places.
 */
function inOrderSent(messages: readonly ReadMessage[]): readonly ReadMessage[] {
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
 * Of a room or device whose document is in quarantine, nothing is taken and nothing is lost: the sender
 * keeps what has no result yet. All other rooms of the request are applied.
 */
function retryLater(messages: readonly ReadMessage[], results: Map<number, MessageResult>): void {
  for (const { index, message } of messages) {
    if (results.has(index)) continue;
    results.set(index, { device: message.device, retry: { reason }, items: none, commands: none });
  }
}

const reason = 'The document of its room or device cannot be read. Send the message again later.';

/**
 * Takes what says nothing new, at once and without waiting for anybody; answers the rest. What
 * follows such a message in the same room waits with it, so that their order stays.
 */
function hearAll(
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
    // Which room an unknown device stands in is not known yet: whatever comes after it waits.
    const mayHear = roomId !== null && !waiting.has(roomId) && !waiting.has(null);
    if (mayHear && applyByFastPath(deps, roomId, one.message, one.takenAt, span, at)) {
      // No command is pending in a room at rest.
      results.set(one.index, { device, items: allUnchanged(items.length), commands: none });
      continue;
    }
    const read = one.read();
    const effect = mayHear ? applyUnchanged(deps, roomId, read, at) : null;
    if (effect !== null) {
      results.set(read.index, resultOf(read, effect, deps, at));
      continue;
    }
    waiting.add(roomId);
    rest.push(read);
  }
  return rest;
}

const none: readonly never[] = [];

/** Said of a device that has no room yet: nothing of its message is taken. */
export const waitingForRoom =
  'This device is new, and its gateway has named as many new devices in this hour as it may. It waits: send the same again later.';

function waitingResult(device: string): MessageResult {
  return {
    device,
    rejected: { reason: waitingForRoom, pointer: '/device' },
    items: [],
    commands: [],
  };
}

/** When the messages of devices that wait may come again. */
export const roomRetrySeconds = 600;

/** Whether all these messages are of devices that wait for a room. */
export function areAllWaiting(results: Iterable<MessageResult>): boolean {
  const all = [...results];
  return all.length > 0 && all.every(({ rejected }) => rejected?.reason === waitingForRoom);
}

function resultOf(
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
