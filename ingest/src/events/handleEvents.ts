/**
 * Telemetry by way of Event Hubs: each event is a body as `POST /api/telemetry` takes it. Nobody waits
 * for an answer, so what cannot be taken is set aside for a look, counted and passed over. Who may
 * send to the hub is decided there, and speaks for any device, like a gateway.
 */
import type { Instant } from '@rooms-pro/core';
import type { MessageResult } from '@rooms-pro/core/contracts';
import { type DeadLetter, openDeadLetters, StoreError } from '@rooms-pro/store';
import type { RoomDeps } from '../deps.ts';
import { readBytes } from '../http/readBody.ts';
import { type Fault, type MessageRead, readEnvelope } from '../http/readEnvelope.ts';
import { accept, type Outcome, type Refusal, refuse } from '../http/refusal.ts';
import {
  createMessageApplier,
  type IncomingMessage,
  incoming,
} from '../telemetry/applyMessages.ts';
import { type ItemsReadAt, readingAt } from '../telemetry/readItems.ts';

/** Takes a batch of events. Throws a `StoreError` when the batch must come again, and nothing else. */
export type EventsHandler = (
  events: unknown,
  correlationId: string,
  /** When the hub took each event, in the same order; left out: that is not known. */
  takenAt?: readonly (Instant | null)[],
) => Promise<void>;

/** Makes it. */
export function createEventsHandler(deps: RoomDeps): EventsHandler {
  const applyMessages = createMessageApplier(deps);
  const shelf = openDeadLetters(deps.store);
  const { log } = deps;

  /** Applies messages together; where some of them are poison, in smaller parts. */
  async function apply(
    messages: readonly IncomingMessage[],
    receivedAt: Instant,
    correlationId: string,
  ): Promise<DeadLetter[]> {
    try {
      const results = await applyMessages(messages, receivedAt, { correlationId, gateway });
      return untakenIn(messages, results);
    } catch (error) {
      if (!isPoison(error)) throw error;
      const [first] = messages;
      if (messages.length > 1) {
        const broken: DeadLetter[] = [];
        for (const part of partsOf(messages))
          broken.push(...(await apply(part, receivedAt, correlationId)));
        return broken;
      }
      log.error('telemetry.failed', { correlationId }, error);
      const reason = 'It could not be applied: a fault of ours, see the log.';
      const { message } = first ?? {};
      return message
        ? [untakenOf(message.device, { reason, pointer: '' }, textOf(message) ?? '')]
        : [];
    }
  }

  return async (events, correlationId, takenAt = []) => {
    const logFailure = (error: unknown) => log.error('telemetry.failed', { correlationId }, error);
    try {
      const receivedAt = deps.now();
      const at = readingAt(deps, receivedAt, correlationId);
      const { read, unreadable } = await readEvents(events, logFailure);
      const messages = read.map((one, index) => incomingOf(one, index, at, takenAt));
      const broken = await apply(messages, receivedAt, correlationId);
      const untaken = [...unreadable, ...broken];
      if (untaken.length === 0) return;
      const { dropped } = await shelf.put(untaken, receivedAt);
      log.warn('telemetry.setAside', { correlationId, messages: untaken.length, dropped });
    } catch (error) {
      logFailure(error);
      // The hub delivers a batch that failed again and again: that cures no bug, and blocks the partition.
      if (!isPoison(error)) throw error;
    }
  };
}

/** Smaller parts, in order: the messages of each device, or each message of one device. */
function partsOf(messages: readonly IncomingMessage[]): Iterable<readonly IncomingMessage[]> {
  const byDevice = Map.groupBy(messages, ({ message }) => message.device);
  return byDevice.size > 1 ? byDevice.values() : messages.map((one) => [one]);
}

function incomingOf(
  { message, place }: Readable,
  index: number,
  at: ItemsReadAt,
  takenAt: readonly (Instant | null)[],
): IncomingMessage {
  const taken = takenAt[place] ?? null;
  // A hub whose clock is ahead of ours took it now.
  const isKnown = taken !== null && taken < at.receivedAt;
  return incoming(index, message, isKnown ? { ...at, takenAt: taken } : at);
}

/** Who may send to the hub speaks for every device, like one gateway. */
const gateway = { id: 'event-hub', name: 'Event hub' } as const;

/**
 * The messages that were not taken: their devices wait for a room, or their room is in quarantine. The
 * hub cannot keep them without holding up all other rooms, and each room sends its state again later.
 */
function untakenIn(
  messages: readonly IncomingMessage[],
  results: ReadonlyMap<number, MessageResult>,
): DeadLetter[] {
  return messages.flatMap(({ index, message }) => {
    const result = results.get(index);
    const why = result?.rejected ?? (result?.retry && { reason: result.retry.reason, pointer: '' });
    return why ? [untakenOf(message.device, why, textOf(message) ?? '')] : [];
  });
}

/** Whether the same would happen again and again: a bug of ours, or a room too large to be stored. */
function isPoison(error: unknown): boolean {
  return !(error instanceof StoreError) || error.code === 'tooLarge';
}

type Readable = {
  readonly message: Extract<MessageRead, { ok: true }>['message'];
  /** Which event it came in. */
  readonly place: number;
};

type EventsRead = {
  readonly read: readonly Readable[];
  readonly unreadable: readonly DeadLetter[];
};

/** One event alone comes as it is, several as a list. A bug in reading one of them delays no other. */
async function readEvents(events: unknown, onBug: (error: unknown) => void): Promise<EventsRead> {
  const read: Readable[] = [];
  const unreadable: DeadLetter[] = [];
  for (const [place, event] of (Array.isArray(events) ? events : [events]).entries()) {
    try {
      const own = await readEvent(event, place);
      read.push(...own.read);
      unreadable.push(...own.unreadable);
    } catch (error) {
      onBug(error);
      const reason = 'It could not be read: a fault of ours, see the log.';
      unreadable.push(untakenOf('', { reason, pointer: '' }, ''));
    }
  }
  return { read, unreadable };
}

/** Bytes are one event, however they look. */
async function readEvent(event: unknown, place: number): Promise<EventsRead> {
  const text = await textOfEvent(event);
  const envelope = text.ok ? readEnvelope(text.value) : text;
  const shown = text.ok ? text.value : '';
  if (!envelope.ok) {
    const { sentence, pointer = '' } = envelope.refusal;
    return { read: [], unreadable: [untakenOf('', { reason: sentence, pointer }, shown)] };
  }
  return {
    read: envelope.value.flatMap((one) => (one.ok ? [{ message: one.message, place }] : [])),
    unreadable: envelope.value.flatMap((one) =>
      one.ok ? [] : [untakenOf(one.device, one.fault, shown)],
    ),
  };
}

function untakenOf(device: string, { reason, pointer }: Fault, text: string): DeadLetter {
  return { device, reason, pointer, text };
}

const tooDeep: Refusal = {
  status: 400,
  code: 'messageUnreadable',
  sentence: 'It is nested too deeply to be read.',
};

/** The text of an event: bytes are decoded, and unpacked first when they are gzip. */
async function textOfEvent(event: unknown): Promise<Outcome<string>> {
  if (event instanceof Uint8Array) return readBytes(event);
  const text = textOf(event);
  return text === null ? refuse(tooDeep) : accept(text);
}

/** The host has parsed an event where it was JSON, however deep; writing it again has its limits. */
function textOf(event: unknown): string | null {
  if (typeof event === 'string') return event;
  try {
    return JSON.stringify(event) ?? 'null';
  } catch {
    return null;
  }
}
