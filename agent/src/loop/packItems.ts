/** Groups items into messages that are small enough for several messages in one request. */
import { type TelemetryItem, telemetryLimits } from '@rooms-pro/core/contracts';

/** The maximum bytes of items in one message: two full messages fit into a request. */
export const messageBytes = 100 * 1024;

export type Packed = {
  /** The items of each message, in order. */
  readonly groups: readonly (readonly TelemetryItem[])[];
  /** Items that fit into no message. */
  readonly tooLarge: readonly TelemetryItem[];
};

/** Splits items, in order, by count and size. */
export function packItems(items: readonly TelemetryItem[]): Packed {
  const groups: TelemetryItem[][] = [];
  const tooLarge: TelemetryItem[] = [];
  let freeBytes = 0;
  for (const item of items) {
    const bytes = Buffer.byteLength(JSON.stringify(item)) + 1;
    if (bytes > messageBytes) {
      tooLarge.push(item);
      continue;
    }
    const last = groups.at(-1);
    if (last === undefined || bytes > freeBytes || last.length >= telemetryLimits.itemsPerMessage) {
      groups.push([item]);
      freeBytes = messageBytes - bytes;
    } else {
      last.push(item);
      freeBytes -= bytes;
    }
  }
  return { groups, tooLarge };
}
