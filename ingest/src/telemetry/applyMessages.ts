/**
 * Turns messages from HTTP, event hubs and Graph into results. Applies the messages
 * of one room together, in the order in which they were sent, and different rooms in parallel. The fast
 * path comes first: it compares a message with the room in memory, before its items are read.
 */
import { eachBounded } from '@rooms-pro/async';
import {
  type Advanced,
  advance,
  type Instant,
  instantAfter,
  type RoomId,
  type Rules,
  readInstant,
  type Span,
  type Telemetry,
} from '@rooms-pro/core';
import type { MessageResult, TelemetryMessage } from '@rooms-pro/core/contracts';
import { changeRoom, isUnreadable, StoreError } from '@rooms-pro/store';
import { type RoomDeps, type WithRules, withCurrentRules } from '../deps.ts';
import {
  createRoomFinder,
  describeNewDevice,
  type RoomFinder,
  type Sender,
} from '../devices/roomFinder.ts';
import { sanitizeName } from '../devices/sanitizeName.ts';
import type { MessageEffect } from './itemResults.ts';
import { appliedResult, retryResult, unchangedResult, waitingResult } from './messageResults.ts';
import { type ItemRead, type ItemsReadAt, readContent } from './readItems.ts';
import { sortBySending } from './sendingOrder.ts';

/** A message whose items are read only if the fast path is not sufficient. */
export type IncomingMessage = {
  /** Its place in the request. */
  readonly index: number;
  readonly message: TelemetryMessage;
  /** When the event hub received the message, if earlier than now. */
  readonly takenAt?: Instant;
  read(): ReadMessage;
};

/** One message, ready for `advance`; `items` maps readings to their items. */
export type ReadMessage = {
  /** Its place in the request. */
  readonly index: number;
  readonly message: TelemetryMessage;
  readonly items: readonly ItemRead[];
  readonly input: Telemetry;
  /** False when the message reports that the device is disconnected, or when it is rejected as a whole. */
  readonly isSignOfLife: boolean;
  /** The sender's name for a new room; preferred to names in items. */
  readonly name?: string;
};

/** A message before its items are read. */
export function incoming(
  index: number,
  message: TelemetryMessage,
  at: ItemsReadAt,
): IncomingMessage {
  return { index, message, ...pickTakenAt(at), read: () => readMessage(index, message, at) };
}

/** A message whose items were read earlier. */
export function fromReadMessage(read: ReadMessage): IncomingMessage {
  return { index: read.index, message: read.message, read: () => read };
}

/** Reads the items of a message into the input for `advance`. The times remain those of the sender's clock. */
export function readMessage(
  index: number,
  message: TelemetryMessage,
  at: ItemsReadAt,
): ReadMessage {
  const { device, seq } = message;
  const sentAt = at.isOurs ? at.receivedAt : (readInstant(message.sentAt) ?? at.receivedAt);
  const { items, readings, facts, rejected } = readContent(message.items, sentAt, at);
  const agent = sanitizeName(message.agent ?? '');
  const software = { kind: 'software', what: 'agent', version: agent } as const;
  const isGone = readings.some(
    ({ signal, state }) => signal === 'connection' && state === 'unhealthy',
  );
  const input: Telemetry = {
    kind: 'telemetry',
    device,
    readings,
    facts: agent === '' ? facts : [software, ...facts],
    ...(at.isOurs ? {} : { sent: { seq, at: sentAt, ...pickTakenAt(at) } }),
    ...(rejected ? { rejected } : {}),
  };
  return { index, message, items, input, isSignOfLife: !isGone && rejected?.isAll !== true };
}

function pickTakenAt({ takenAt }: ItemsReadAt): { readonly takenAt?: Instant } {
  return takenAt === undefined ? {} : { takenAt };
}

/** Applies messages; returns one result per message, by the index of the message. */
export type MessageApplier = (
  messages: readonly IncomingMessage[],
  at: Instant,
  sender: Sender,
) => Promise<ReadonlyMap<number, MessageResult>>;

/** The maximum of messages in one request, so its commits share one flush of the disk. */
const roomsAtOnce = 100;

/** Creates the applier. It throws a `StoreError` when the store does not confirm the changes. */
export function createMessageApplier(deps: RoomDeps): MessageApplier {
  const finder = createRoomFinder(deps);

  async function applyRest(
    messages: readonly ReadMessage[],
    results: Map<number, MessageResult>,
    current: WithRules<RoomDeps>,
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
        const effects = await applyTogether(current, roomId, ordered, at, correlationId);
        for (const [position, effect] of effects.entries()) {
          const read = ordered[position];
          if (read) results.set(read.index, appliedResult(read, effect, current.rules, at));
        }
      } catch (error) {
        if (!isUnreadable(error)) throw error;
        retryLater(own, results);
      }
    });
  }

  return async (messages, at, sender) => {
    await finder.refresh(at);
    const current = withCurrentRules(deps);
    const results = new Map<number, MessageResult>();
    const rest = applyAllUnchanged(messages, results, current, finder, at);
    if (rest.length > 0) await applyRest(rest, results, current, at, sender);
    deps.tally?.(results.values());
    return results;
  };
}

function retryLater(messages: readonly ReadMessage[], results: Map<number, MessageResult>): void {
  for (const { index, message } of messages)
    if (!results.has(index)) results.set(index, retryResult(message.device));
}

/**
 * Applies unchanged messages immediately, without waiting; returns the remaining messages. Later messages
 * of the same room also remain, so that their order does not change.
 */
function applyAllUnchanged(
  messages: readonly IncomingMessage[],
  results: Map<number, MessageResult>,
  deps: WithRules<RoomDeps>,
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
      results.set(one.index, unchangedResult(device, items.length));
      continue;
    }
    const read = one.read();
    const effect = mayApply ? applyUnchanged(deps, roomId, read, at) : null;
    if (effect !== null) {
      results.set(read.index, appliedResult(read, effect, deps.rules, at));
      continue;
    }
    waiting.add(roomId);
    rest.push(read);
  }
  return rest;
}

/** The observation times that the fast path accepts from a clock that is known to be right. */
function fastPathSpan({ clock }: Pick<Rules, 'clock'>, receivedAt: Instant): Span {
  return {
    from: instantAfter(receivedAt, -clock.oldestMs),
    to: instantAfter(receivedAt, clock.agreesWithinMs),
  };
}

/** Applies a message if the fast path finds, without parsing its items, that it changes nothing. */
function applyByFastPath(
  { cache, rules, lastSeen }: WithRules<RoomDeps>,
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

/** Applies a message that changes nothing in a room in memory; `null`: call `advance` for the room. */
function applyUnchanged(
  { cache, rules, lastSeen }: WithRules<RoomDeps>,
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
  deps: WithRules<RoomDeps>,
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
