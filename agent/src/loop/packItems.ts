/** Makes messages of items, small enough that several fit into one request. */
import { type TelemetryItem, telemetryLimits } from '@rooms-pro/core/contracts';

/** Bytes of items in one message: two of them fit into a request. */
export const messageBytes = 100 * 1024;

export type Packed = {
  /** Items of one message each, in order. */
  readonly groups: readonly (readonly TelemetryItem[])[];
  /** Items that fit into no message. */
  readonly tooLarge: readonly TelemetryItem[];
};

/** Splits items, in order, by count and size. */
export function packItems(items: readonly TelemetryItem[]): Packed {
  const groups: TelemetryItem[][] = [];
  const tooLarge: TelemetryItem[] = [];
  let room = 0;
  for (const item of items) {
    const bytes = Buffer.byteLength(JSON.stringify(item)) + 1;
    if (bytes > messageBytes) {
      tooLarge.push(item);
      continue;
    }
    const last = groups.at(-1);
    if (last === undefined || bytes > room || last.length >= telemetryLimits.itemsPerMessage) {
      groups.push([item]);
      room = messageBytes - bytes;
    } else {
      last.push(item);
      room -= bytes;
    }
  }
  return { groups, tooLarge };
}
