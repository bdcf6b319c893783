/** How long the rules make people wait, in words, for the sentences of the stories. */
import type { Rules, SignalType } from '@rooms-pro/core';

export type Times = {
  /** Until the incident of a signal opens; for `connection`, until silence counts. */
  readonly opens: (type: SignalType) => string;
  /** So many minutes of the rules, at the pace. */
  readonly minutes: (count: number) => string;
};

/** The waiting times of these rules, which are `pace` times faster than the clock. */
export function timesUnder(rules: Rules, pace: number): Times {
  return {
    opens: (type) =>
      inWords(type === 'connection' ? rules.disconnectedAfterMs : rules.byType[type].opensAfterMs),
    minutes: (count) => inWords((count * 60_000) / pace),
  };
}

function inWords(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds === 1) return '1 second';
  return seconds < 120 ? `${seconds} seconds` : `${Math.round(seconds / 60)} minutes`;
}
