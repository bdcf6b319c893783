/** The content of telemetry: readings and facts of one message of a device, and the result of a reading. */
import type { Sending } from './clocks/deviceClock.ts';
import type { ExclusiveFormat } from './room.ts';
import type { Instant, Reading, RemediationOutcome, SignalId } from './words.ts';

/** A fact about a device that is not a reading of a signal. */
export type Fact =
  | { readonly kind: 'restarted'; readonly at: Instant }
  | { readonly kind: 'software'; readonly what: 'app' | 'os' | 'agent'; readonly version: string }
  /** Whether a meeting is on. The start and the end are committed; a repetition stays in memory. */
  | { readonly kind: 'meeting'; readonly inMeeting: boolean; readonly at: Instant }
  /** The app wrote a heartbeat event. A repetition stays in memory, as with meetings. */
  | { readonly kind: 'heartbeat'; readonly at: Instant }
  /** The device sent telemetry in this format. */
  | { readonly kind: 'format'; readonly format: ExclusiveFormat }
  /** The device's address in the room's network. */
  | { readonly kind: 'address'; readonly address: string }
  /** The result of a command that the platform issued. */
  | {
      readonly kind: 'result';
      readonly id: string;
      readonly outcome: Exclude<RemediationOutcome, 'expired'>;
      readonly detail: string;
      readonly at: Instant;
    };

/**
 * A reading from a format's reader. `display:all` means every display in the front of the room: the
 * payload reports all of them together, and the room's profile contains their number.
 */
export type RawReading = Omit<Reading, 'signal'> & { readonly signal: SignalId | 'display:all' };

/** The content of one message of a device. */
export type Telemetry = {
  readonly kind: 'telemetry';
  readonly device: string;
  /** In the order in which they were sent; each gets one verdict. */
  readonly readings: readonly RawReading[];
  readonly facts: readonly Fact[];
  /** The time and the number of the sending; absent: the times of the message are in server time already. */
  readonly sent?: Sending;
  /** False: the message does not prove that the device is online. Absent: it does. */
  readonly isSignOfLife?: boolean;
  /** The rejected part of the message; `isAll`: the message contains no accepted part. */
  readonly rejected?: {
    readonly reason: string;
    readonly isAll: boolean;
    /** The signals of the rejected items. */
    readonly signals: readonly SignalId[];
  };
};

/** The result of one reading. */
export type ReadingVerdict = 'applied' | 'unchanged' | 'duplicate' | 'late';
