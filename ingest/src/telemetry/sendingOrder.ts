/** The order in which messages that arrived together are applied. */
import type { TelemetryMessage } from '@rooms-pro/core/contracts';

/**
 * Sorts the messages of each device by their numbers, where that agrees with their sending times. The
 * order of devices does not change.
 */
export function sortBySending<One extends { readonly message: TelemetryMessage }>(
  messages: readonly One[],
): readonly One[] {
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
