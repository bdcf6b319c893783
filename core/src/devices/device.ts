/** One device of a room, as it last told of itself. */
import type { Instant } from '../words.ts';

/** What is known of the device, as it last said. */
export type Device = {
  readonly id: string;
  readonly appVersion: string | null;
  readonly osVersion: string | null;
  readonly agentVersion: string | null;
  readonly restarts: number;
  readonly lastRestartAt: Instant | null;
  /** Its address in the room's network; `null`: never said. */
  readonly address: string | null;
  /** Whether a meeting was on when it last said so; a repetition is kept in memory. */
  readonly meeting: { readonly inMeeting: boolean; readonly at: Instant } | null;
  /**
   * The latest heartbeat event of its app: when it was written, and when we received it. Kept in
   * memory, written down with other news; left out: never received.
   */
  readonly heartbeat?: { readonly at: Instant; readonly heardAt: Instant };
  /** Through which formats beside readings of its own it was heard; left out: none. */
  readonly formats?: readonly ExclusiveFormat[];
};

/** The formats whose sender can report what others cannot. */
export const exclusiveFormats = ['eventLog', 'graph', 'adminCentre'] as const;
export type ExclusiveFormat = (typeof exclusiveFormats)[number];
