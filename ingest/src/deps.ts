/** What the handlers of ingest are given; whoever composes them chooses store, clock and log. */
import type { Instant, Rules } from '@rooms-pro/core';
import type { LastSeen, NewRooms, RoomCache, Store } from '@rooms-pro/store';
import type { KeyRing } from './devices/keyRing.ts';
import type { Log } from './log.ts';
import type { ResultCounter } from './measure.ts';

/** Shared by the telemetry handler and the sweep: they must see the same rooms and times. */
export type RoomDeps = {
  readonly store: Store;
  readonly rules: Rules;
  /** The time now. */
  readonly now: () => Instant;
  readonly log: Log;
  readonly cache: RoomCache;
  readonly lastSeen: LastSeen;
  /** Limits the rooms that gateways make by naming devices; left out: no limit. */
  readonly newRooms?: NewRooms;
  /** Hears what was answered to messages, where somebody gathers metrics. */
  readonly tally?: ResultCounter;
};

export type TelemetryDeps = RoomDeps & { readonly keyRing: KeyRing };
