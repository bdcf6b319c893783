/** The third step: reads the items of a message into readings and facts, item by item. */
import {
  type Fact,
  type Instant,
  type Interpreted,
  type ItemForm,
  instantAfter,
  itemForm,
  parseSignalId,
  type RawReading,
  readItem,
  type SignalId,
  type Unreadable,
} from '@rooms-pro/core';
import type { RoomDeps } from '../deps.ts';
import type { Fault } from '../http/readEnvelope.ts';

/** One item after reading: its content, or why nothing of it is usable. */
export type ItemRead =
  | { readonly ok: true; readonly says: Interpreted }
  | {
      readonly ok: false;
      readonly fault: Fault;
      /** The signals of the item, as far as they are readable. */
      readonly signals: readonly SignalId[];
      /** The facts that the item proves in spite of the fault. */
      readonly facts: readonly Fact[];
    };

export type ItemsReadAt = {
  readonly receivedAt: Instant;
  /** Observations older than this at the sending time are rejected. */
  readonly oldestMs: number;
  /** When our side received the message, if that was earlier than now: the time of the event hub. */
  readonly takenAt?: Instant;
  /** This product created the message, so its times are by our clock. */
  readonly isOurs?: true;
  /** Receives the error when a reader throws at a payload: a bug that must not stop a batch. */
  readonly onBug: (error: unknown, form: string) => void;
};

/** The options for reading items at this time; bugs of the readers go to the log. */
export function readingAt(
  { rules, log }: Pick<RoomDeps, 'rules' | 'log'>,
  receivedAt: Instant,
  correlationId: string,
): ItemsReadAt {
  return {
    receivedAt,
    oldestMs: rules.clock.oldestMs,
    onBug: (bug, form) => log.error('item.unreadable', { correlationId, form }, bug),
  };
}

/** Reads each item of a message separately: a bad item affects no other. `sentAt` is by the sender's clock. */
export function readItems(
  items: readonly unknown[],
  sentAt: Instant,
  { oldestMs, onBug }: ItemsReadAt,
): ItemRead[] {
  const earliest = instantAfter(sentAt, -oldestMs);
  return items.map((item) => {
    try {
      return checkTimes(readItem(item, sentAt), earliest, item);
    } catch (error) {
      onBug(error, itemForm(item) ?? 'none');
      return fail('This item is unreadable.', '', item);
    }
  });
}

function fail(
  reason: string,
  pointer: string,
  item: unknown,
  signals: readonly SignalId[] = findSignals(item),
  facts: readonly Fact[] = none,
): ItemRead {
  return { ok: false, fault: { reason, pointer }, signals, facts };
}

/** The signal that an unreadable item names. */
function findSignals(item: unknown): readonly SignalId[] {
  const named = itemForm(item) === 'reading' ? (item as { signal?: unknown }).signal : null;
  const signal = typeof named === 'string' ? parseSignalId(named) : null;
  return signal === null ? none : [signal];
}

const none: readonly never[] = [];

const observedTooEarly = 'Observed more than 31 days ago, so it does not describe the room now.';
const timePointers: Readonly<Record<ItemForm, string>> = {
  reading: '/observedAt',
  'mtr-event': '/observedAt',
  'graph-health': '/body',
  'device-state': '/body',
  device: '/observedAt',
  'command-result': '/observedAt',
};

/** Forms with the time of an observation; the other forms contain the start time of a state. */
const observing: readonly (ItemForm | null)[] = ['reading', 'mtr-event'];

/** Removes observations that were old at the sending time; refuses an item of which nothing remains. */
function checkTimes(says: Interpreted, earliest: Instant, item: unknown): ItemRead {
  const areInTime = says.readings.every(({ observedAt }) => observedAt >= earliest);
  // The common case, which must be fast.
  if (says.rejected.length === 0 && says.facts.length === 0 && areInTime) return { ok: true, says };
  const form = itemForm(item);
  const isStale = ({ observedAt }: RawReading) => observing.includes(form) && observedAt < earliest;
  const stale = areInTime ? none : says.readings.filter(isStale);
  const readings =
    stale.length === 0 ? says.readings : says.readings.filter((one) => !isStale(one));
  const facts = says.facts.filter((fact) => fact.kind !== 'heartbeat' || fact.at >= earliest);
  const pointer = form === null ? '' : timePointers[form];
  const hasStale = stale.length > 0;
  const staleFault: Unreadable = { pointer, reason: observedTooEarly };
  const rejected = hasStale ? [staleFault, ...says.rejected] : says.rejected;
  const isEmpty =
    readings.length === 0 && facts.every(({ kind }) => kind === 'software' || kind === 'heartbeat');
  const [first] = rejected;
  if (
    isEmpty &&
    first !== undefined &&
    (hasStale || !facts.some(({ kind }) => kind === 'software'))
  ) {
    const signals = hasStale ? stale.flatMap(toSignals) : findSignals(item);
    const heartbeats = facts.filter(({ kind }) => kind === 'heartbeat');
    return fail(first.reason, first.pointer, item, signals, heartbeats);
  }
  return { ok: true, says: { readings, facts, rejected } };
}

function toSignals({ signal }: RawReading): readonly SignalId[] {
  return signal === 'display:all' ? none : [signal];
}
