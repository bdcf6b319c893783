/**
 * Telemetry by way of Event Hubs: each event is a body as `POST /api/telemetry` takes it. Nobody waits
 * for an answer, so what cannot be taken is set aside for a look, counted and passed over. Who may
 * send to the hub is decided there, and speaks for any device, like a gateway.
 */
import type { Instant } from '@rooms-pro/core';
import type { MessageResult } from '@rooms-pro/core/contracts';
import { openSetAside, StoreError, type Untaken } from '@rooms-pro/store';
import { createMessageApplier } from './applyMessages.ts';
import { atStore, StoreUnavailable } from './atStore.ts';
import type { RoomDeps } from './deps.ts';
import { type Fault, type MessageRead, readEnvelope } from './readEnvelope.ts';
import { readingAt } from './readItems.ts';
import { type IncomingMessage, incoming } from './readMessage.ts';

/** Takes a batch of events. Throws `StoreUnavailable` when the batch must come again. */
export type TakeEvents = (events: readonly unknown[], correlationId: string) => Promise<void>;

/** Makes it. */
export function createTakeEvents(deps: RoomDeps): TakeEvents {
  const applyMessages = createMessageApplier(deps);
  const shelf = openSetAside(deps.store);
  const { log } = deps;

  /** Each on its own and in order, so that the one which breaks us holds up no other. */
  async function applyEach(
    messages: readonly IncomingMessage[],
    receivedAt: Instant,
    correlationId: string,
  ): Promise<Untaken[]> {
    const broken: Untaken[] = [];
    for (const one of messages) {
      try {
        broken.push(...keptIn([one], await applyMessages([one], receivedAt, correlationId)));
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
  ): Promise<Untaken[]> {
    try {
      return keptIn(messages, await applyMessages(messages, receivedAt, correlationId));
    } catch (error) {
      if (!isPoison(error)) throw error;
      return applyEach(messages, receivedAt, correlationId);
    }
  }

  return async (events, correlationId) => {
    const receivedAt = deps.now();
    const at = readingAt(deps, receivedAt, correlationId);
    const { read, unreadable } = readEvents(events);
    const messages = read.map((message, index) => incoming(index, message, at));
    try {
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

/**
 * Messages of rooms in quarantine. The hub cannot keep them without holding up all other rooms, and
 * each room says again how it is once it can be read.
 */
function keptIn(
  messages: readonly IncomingMessage[],
  results: ReadonlyMap<number, MessageResult>,
): Untaken[] {
  return messages.flatMap(({ index, message }) => {
    const retry = results.get(index)?.retry;
    if (retry === undefined) return [];
    const { device } = message;
    return [{ device, reason: retry.reason, pointer: '', text: textOf(message) ?? '' }];
  });
}

/** Whether the same would happen again and again: a bug of ours, or a room too large to be stored. */
function isPoison(error: unknown): boolean {
  if (!(error instanceof StoreUnavailable)) return true;
  return error.cause instanceof StoreError && error.cause.code === 'tooLarge';
}

type Readable = Extract<MessageRead, { ok: true }>['message'];

function readEvents(events: readonly unknown[]): {
  readonly read: readonly Readable[];
  readonly unreadable: readonly Untaken[];
} {
  const read: Readable[] = [];
  const unreadable: Untaken[] = [];
  for (const event of events) {
    const text = textOf(event);
    if (text === null) {
      unreadable.push(untakenOf('', tooDeep, ''));
      continue;
    }
    const envelope = readEnvelope(text);
    if (!envelope.ok) {
      const { sentence, pointer = '' } = envelope.refusal;
      unreadable.push(untakenOf('', { reason: sentence, pointer }, text));
      continue;
    }
    for (const one of envelope.value) {
      if (one.ok) read.push(one.message);
      else unreadable.push(untakenOf(one.device, one.fault, text));
    }
  }
  return { read, unreadable };
}

function untakenOf(device: string, { reason, pointer }: Fault, text: string): Untaken {
  return { device, reason, pointer, text };
}

const tooDeep: Fault = { reason: 'It is nested too deeply to be read.', pointer: '' };

/** The host has parsed an event where it was JSON, however deep; writing it again has its limits. */
function textOf(event: unknown): string | null {
  if (typeof event === 'string') return event;
  try {
    return JSON.stringify(event ?? null);
  } catch {
    return null;
  }
}
