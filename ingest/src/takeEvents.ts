/**
 * Telemetry by way of Event Hubs: each event is a body as `POST /api/telemetry` takes it. Nobody waits
 * for an answer, so what cannot be read is logged and passed over. Who may send to the hub is decided
 * there, and speaks for any device, like a gateway.
 */
import { createMessageApplier } from './applyMessages.ts';
import { StoreUnavailable } from './atStore.ts';
import type { RoomDeps } from './deps.ts';
import { type MessageRead, readEnvelope } from './readEnvelope.ts';
import { readingAt } from './readItems.ts';
import { incoming } from './readMessage.ts';

/** Takes a batch of events. Throws `StoreUnavailable` when the batch must come again. */
export type TakeEvents = (events: readonly unknown[], correlationId: string) => Promise<void>;

/** Makes it. */
export function createTakeEvents(deps: RoomDeps): TakeEvents {
  const applyMessages = createMessageApplier(deps);
  const { log } = deps;

  return async (events, correlationId) => {
    const receivedAt = deps.now();
    const at = readingAt(deps, receivedAt, correlationId);
    const read = events.map(messagesIn);
    const all = read.flatMap((one) => one ?? []);
    const messages = all.flatMap((one, index) => (one.ok ? incoming(index, one.message, at) : []));
    const refused = read.filter((one) => one === null).length + all.length - messages.length;
    if (refused > 0) log.warn('telemetry.refused', { correlationId, refused });
    try {
      await applyMessages(messages, receivedAt, correlationId);
    } catch (error) {
      log.error('telemetry.failed', { correlationId }, error);
      // A bug of ours would come again with the same batch and hold up all that is behind it.
      if (error instanceof StoreUnavailable) throw error;
    }
  };
}

/** The messages of one event, which the host has parsed where it was JSON; `null`: not readable. */
function messagesIn(event: unknown): readonly MessageRead[] | null {
  const envelope = readEnvelope(typeof event === 'string' ? event : JSON.stringify(event ?? null));
  return envelope.ok ? envelope.value : null;
}
