/** Where the device's events come from, whichever way its system keeps them. */
import type { Observation } from '../loop/items.ts';

/** One event of the device's log. */
export type ObservedEvent = {
  readonly event: Readonly<Record<string, unknown>>;
  /** ISO 8601, when the device wrote it. */
  readonly observedAt: string;
};

export type LogSource = {
  /**
   * Hands over what is new, in order, until told to stop. `take` keeps the events durably before it
   * returns and throws otherwise; only then does the source remember how far it has come.
   */
  follow(take: (events: readonly ObservedEvent[]) => void, stopped: AbortSignal): Promise<void>;
  /** Whether the log can be read, as `event-log`; `null` before the first look. */
  judge?(): Observation | null;
};
