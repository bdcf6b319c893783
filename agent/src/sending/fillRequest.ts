/** Chooses the messages of one request: the oldest first, within the limits of the protocol. */
import { type TelemetryMessage, telemetryLimits } from '@rooms-pro/core/contracts';
import type { SpooledMessage } from '../spool/spool.ts';

/** The sender of a message, and when it is sent. */
export type Sender = {
  readonly device: string;
  readonly agent: string;
  readonly sentAt: string;
};

/** Bytes of the body that are reserved for the envelope around the messages. */
const envelopeBytes = 1024;

/** Converts a stored message to its wire format. */
export function toMessage(sender: Sender, { seq, items }: SpooledMessage): TelemetryMessage {
  return { ...sender, seq, items: [...items] };
}

/** The first messages that fit into one request: at most 100 messages, 200 items and 256 kB. */
export function fillRequest(
  waiting: readonly SpooledMessage[],
  sender: Sender,
  most: number,
): readonly SpooledMessage[] {
  const chosen: SpooledMessage[] = [];
  let bytes = envelopeBytes;
  let items = 0;
  for (const message of waiting.slice(0, Math.min(most, telemetryLimits.messages))) {
    bytes += Buffer.byteLength(JSON.stringify(toMessage(sender, message))) + 1;
    items += message.items.length;
    const isOver = bytes > telemetryLimits.bodyBytes || items > telemetryLimits.itemsPerMessage;
    if (isOver && chosen.length > 0) break;
    chosen.push(message);
  }
  return chosen;
}
