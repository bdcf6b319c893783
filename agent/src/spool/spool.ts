/** The spool stores messages until the platform has confirmed them. */
import type { TelemetryItem } from '@rooms-pro/core/contracts';

/** A message that waits for its confirmation; its number stays the same in each retry. */
export type SpooledMessage = { readonly seq: number; readonly items: readonly TelemetryItem[] };

export type SpoolState = {
  /** Messages not yet confirmed. */
  readonly waiting: number;
  /** Messages dropped because the spool was full. */
  readonly dropped: number;
  /** Quarantined messages and items: the platform rejected them, or this agent could not process them. */
  readonly setAside: number;
};

export type Spool = {
  /** Stores items as one message and returns its number. Throws unless the message is durable. */
  append(items: readonly TelemetryItem[]): number;
  /** The next number, for a message that is not stored: a heartbeat. */
  nextSeq(): number;
  /** The oldest unconfirmed messages, in order. */
  peek(most: number): readonly SpooledMessage[];
  /** Removes all messages up to this number: they have arrived or were rejected. */
  confirm(seq: number): void;
  /** The highest number confirmed so far. */
  confirmed(): number;
  /** Stores an entry outside the queue for a person to inspect, so that it blocks no other message. */
  quarantine(what: unknown, reason: string): void;
  state(): SpoolState;
  close(): void;
};
