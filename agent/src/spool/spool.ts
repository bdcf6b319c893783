/** What stands between the device and the platform: kept until the platform has confirmed it. */
import type { TelemetryItem } from '@rooms-pro/core/contracts';

/** A message that waits for its confirmation; its number stays the same however often it is sent. */
export type SpooledMessage = { readonly seq: number; readonly items: readonly TelemetryItem[] };

export type SpoolState = {
  /** Messages not yet confirmed. */
  readonly waiting: number;
  /** Messages let go because the spool was full. */
  readonly dropped: number;
  /** Messages and items that the platform, or this reader, could make nothing of. */
  readonly setAside: number;
};

export type Spool = {
  /** Keeps items as one message and answers its number; durable when it returns, throws otherwise. */
  append(items: readonly TelemetryItem[]): number;
  /** A number for a message that is not kept: a heartbeat. */
  takeSeq(): number;
  /** The oldest unconfirmed messages, in order. */
  peek(most: number): readonly SpooledMessage[];
  /** Everything up to this number has arrived, or will never be wanted. */
  confirm(seq: number): void;
  /** The highest number confirmed so far. */
  confirmed(): number;
  /** Puts something aside for a person to look at, so that it blocks nothing. */
  setAside(what: unknown, reason: string): void;
  state(): SpoolState;
  close(): void;
};
