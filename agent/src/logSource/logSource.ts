/** The source of the device's events, independent of how its system stores them. */
import type { Observation } from '../loop/items.ts';

/** One event of the device's log. */
export type ObservedEvent = {
  readonly event: Readonly<Record<string, unknown>>;
  /** When the device wrote the event (ISO 8601). */
  readonly observedAt: string;
};

export type LogSource = {
  /**
   * Passes new events to `onEvents` in order until `stopped` is aborted. `onEvents` throws unless it has stored
   * the events durably; the source moves its bookmark only after `onEvents` returns.
   */
  follow(onEvents: (events: readonly ObservedEvent[]) => void, stopped: AbortSignal): Promise<void>;
  /** Whether the log can be read, as the signal `event-log`; `null` before the first attempt. */
  observation?(): Observation | null;
};
