/** Finds the displays of an unhealthy `Front of Room Display` status. */
import type { RawReading } from '../../../telemetry.ts';
import { sanitizeDetail } from '../../../text/deviceText.ts';
import type { Instant } from '../../../words.ts';
import type { Description } from './description.ts';

/** The most displays of a room; a larger count is an error of the sender. */
export const mostDisplays = 16;

/**
 * An unhealthy status does not name a display. With counts, the last displays are the missing ones: with 3
 * configured and 1 found, displays 2 and 3 are unhealthy. Without counts, or with counts that contradict the
 * status, display 1 is unhealthy.
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
