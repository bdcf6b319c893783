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
import { atStore, StoreUnavailable } from '../http/storeUnavailable.ts';
import { createMessageApplier } from '../telemetry/applyMessages.ts';
import { type ItemsReadAt, readingAt } from '../telemetry/readItems.ts';
import { type IncomingMessage, incoming } from '../telemetry/readMessage.ts';

/** Takes a batch of events. Throws `StoreUnavailable` when the batch must come again. */
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

  /** Each device on its own, so that one which breaks us holds up no other. */
  async function applyByDevice(
    messages: readonly IncomingMessage[],
    receivedAt: Instant,
    correlationId: string,
  ): Promise<DeadLetter[]> {
    const broken: DeadLetter[] = [];
    for (const own of Map.groupBy(messages, ({ message }) => message.device).values()) {
      try {
        const results = await applyMessages(own, receivedAt, { correlationId, gateway });
        broken.push(...untakenIn(own, results));
      } catch (error) {
        if (!isPoison(error)) throw error;
        broken.push(...(await applyEach(own, receivedAt, correlationId)));
      }
    }
    return broken;
  }

  /** Each on its own and in order, so that the one which breaks us holds up no other. */
  async function applyEach(
    messages: readonly IncomingMessage[],
    receivedAt: Instant,
    correlationId: string,
  ): Promise<DeadLetter[]> {
    const broken: DeadLetter[] = [];
    for (const one of messages) {
      try {
        const results = await applyMessages([one], receivedAt, { correlationId, gateway });
        broken.push(...untakenIn([one], results));
      } catch (error) {
        if (!isPoison(error)) throw error;
        log.error('telemetry.failed', { correlationId }, error);
        const reason = 'It could not be applied: a fault of ours, see the log.';
        broken.push({
          device: one.message.device,
          reason,
          pointer: '',
          text: textOf(one.message) ?? '',
        });
      }
    }
    return broken;
  }

  async function applyAll(
    messages: readonly IncomingMessage[],
    receivedAt: Instant,
    correlationId: string,
  ): Promise<DeadLetter[]> {
    try {
      const results = await applyMessages(messages, receivedAt, { correlationId, gateway });
      return untakenIn(messages, results);
    } catch (error) {
      if (!isPoison(error)) throw error;
      return applyByDevice(messages, receivedAt, correlationId);
    }
  }

  return async (events, correlationId, takenAt = []) => {
    try {
      const receivedAt = deps.now();
      const at = readingAt(deps, receivedAt, correlationId);
      const { read, unreadable } = await readEvents(events);
      const messages = read.map((one, index) => incomingOf(one, index, at, takenAt));
      const broken = await applyAll(messages, receivedAt, correlationId);
      const untaken = [...unreadable, ...broken];
      if (untaken.length === 0) return;
      const { dropped } = await atStore(() => shelf.put(untaken, receivedAt));
      log.warn('telemetry.setAside', { correlationId, messages: untaken.length, dropped });
    } catch (error) {
      log.error('telemetry.failed', { correlationId }, error);
      throw error;
    }
  };
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
  if (!(error instanceof StoreUnavailable)) return true;
  return error.cause instanceof StoreError && error.cause.code === 'tooLarge';
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

/** One event alone comes as it is, several as a list; bytes are one event, however they look. */
async function readEvents(events: unknown): Promise<EventsRead> {
  const read: Readable[] = [];
  const unreadable: DeadLetter[] = [];
  for (const [place, event] of (Array.isArray(events) ? events : [events]).entries()) {
    const text = await textOfEvent(event);
    const envelope = text.ok ? readEnvelope(text.value) : text;
    if (!envelope.ok) {
      const { sentence, pointer = '' } = envelope.refusal;
      const shown = text.ok ? text.value : '';
      unreadable.push(untakenOf('', { reason: sentence, pointer }, shown));
      continue;
    }
    for (const one of envelope.value) {
      if (one.ok) read.push({ message: one.message, place });
      else unreadable.push(untakenOf(one.device, one.fault, text.ok ? text.value : ''));
    }
  }
  return { read, unreadable };
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
