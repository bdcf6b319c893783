/** Formats the waiting times of the rules for the sentences of the scenarios. */
import type { Rules, SignalType } from '@rooms-pro/core';

export type Times = {
  /** The time until the incident of a signal opens; for `connection`, until the room counts as disconnected. */
  readonly opens: (type: SignalType) => string;
  /** A number of minutes of the rules, with the pace applied. */
  readonly minutes: (count: number) => string;
};

/** Creates the texts for these rules, which are already shortened by `pace`. */
export function scaledTimes(rules: Rules, pace: number): Times {
  return {
    opens: (type) =>
      formatDuration(
        type === 'connection' ? rules.disconnectedAfterMs : rules.byType[type].opensAfterMs,
      ),
    minutes: (count) => formatDuration((count * 60_000) / pace),
  };
}

function formatDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds === 1) return '1 second';
  return seconds < 120 ? `${seconds} seconds` : `${Math.round(seconds / 60)} minutes`;
}
