/** The dependencies of the handlers. The composing code chooses store, clock and log. */
import type { Instant, Rules } from '@rooms-pro/core';
import type { LastSeen, NewRooms, RoomCache, Store } from '@rooms-pro/store';
import type { KeyRing } from './devices/keyRing.ts';
import type { Log } from './log.ts';
import type { ResultCounter } from './measure.ts';

/** Shared by the telemetry handler and the sweep, which need the same rooms and times. */
export type RoomDeps = {
  readonly store: Store;
  /** The rules that are in force now. A request or a sweep reads them once. */
  readonly rules: () => Rules;
  /** The time now. */
  readonly now: () => Instant;
  readonly log: Log;
  readonly cache: RoomCache;
  readonly lastSeen: LastSeen;
  /** Limits the rooms that gateways create with messages of new devices; absent: no limit. */
  readonly newRooms?: NewRooms;
  /** Counts the results of messages, if metrics are on. */
  readonly tally?: ResultCounter;
};

export type TelemetryDeps = RoomDeps & { readonly keyRing: KeyRing };

/** The dependencies during one request or one sweep, in which the rules stay the same. */
export type WithRules<Deps extends { readonly rules: () => Rules }> = Omit<Deps, 'rules'> & {
  readonly rules: Rules;
};

/** The dependencies with the rules of this moment. */
export function withCurrentRules<Deps extends { readonly rules: () => Rules }>(
  deps: Deps,
): WithRules<Deps> {
  return { ...deps, rules: deps.rules() };
}
