/** Chooses what goes into one request: the oldest messages first, within the promised limits. */
import { type TelemetryMessage, telemetryLimits } from '@rooms-pro/core/contracts';
import type { SpooledMessage } from '../spool/spool.ts';

/** Who sends, and when. */
export type Sender = {
  readonly device: string;
  readonly agent: string;
  readonly sentAt: string;
};

/** Of the body's bytes, what is left for the envelope around the messages. */
const envelopeBytes = 1024;

/** A message as it goes over the wire. */
export function toMessage(sender: Sender, { seq, items }: SpooledMessage): TelemetryMessage {
  return { ...sender, seq, items: [...items] };
}

/** The first of these messages that fit together: at most 100, 200 items and 256 kB. */
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
