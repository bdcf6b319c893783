/** Which displays in the front of the room a `Front of Room Display` status speaks of. */
import type { RawReading } from '../../../command.ts';
import { sanitizeDetail } from '../../../text/deviceText.ts';
import type { Instant } from '../../../words.ts';
import type { Description } from './description.ts';

/** No room has more; a larger count is a mistake of the sender. */
export const mostDisplays = 16;

/**
 * An unhealthy status names no display. With counts, the missing ones are the last ones: of 3 set
 * up and 1 found, displays 2 and 3 are unhealthy. Without counts, or with counts that contradict
 * the status, it is display 1 until a person looks.
 */
export function unhealthyDisplays(
  { configuredDisplays: configured, realDisplays: real }: Description,
  detail: string,
  observedAt: Instant,
): RawReading[] {
  const isPlausible =
    configured !== null && real !== null && real < configured && configured <= mostDisplays;
  if (!isPlausible) return [{ signal: 'display:1', state: 'unhealthy', detail, observedAt }];
  const found = `${real} of ${configured} displays found`;
  return Array.from({ length: configured }, (_, index): RawReading => {
    const signal = `display:${index + 1}` as const;
    return index < real
      ? { signal, state: 'healthy', detail: '', observedAt }
      : {
          signal,
          state: 'unhealthy',
          detail: detail === '' ? found : sanitizeDetail(`${found}. ${detail}`),
          observedAt,
        };
  });
}
