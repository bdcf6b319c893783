/** One device of a room. */
import type { Instant } from '../words.ts';

/** The latest facts that the device reported about itself. */
export type Device = {
  readonly id: string;
  readonly appVersion: string | null;
  readonly osVersion: string | null;
  readonly agentVersion: string | null;
  readonly restarts: number;
  readonly lastRestartAt: Instant | null;
  /** Its address in the room's network; `null`: never reported. */
  readonly address: string | null;
  /** The latest meeting state that it reported; a repetition stays in memory. */
  readonly meeting: { readonly inMeeting: boolean; readonly at: Instant } | null;
  /**
   * The latest heartbeat event of its app: when it was written, and when the server received it. Kept in
   * memory, and stored with the next committed change; absent: never received.
   */
  readonly heartbeat?: { readonly at: Instant; readonly heardAt: Instant };
  /** The formats in which its telemetry arrived, apart from readings of its own; absent: none. */
  readonly formats?: readonly ExclusiveFormat[];
};

/** The formats whose sender can report what others cannot. */
export const exclusiveFormats = ['eventLog', 'graph', 'adminCentre'] as const;
export type ExclusiveFormat = (typeof exclusiveFormats)[number];
