/** Third step: the items of a message become readings and facts, each keeping track of its own. */
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

/** One item, read: what it says, or why nothing of it can be used. */
export type ItemRead =
  | { readonly ok: true; readonly says: Interpreted }
  | {
      readonly ok: false;
      readonly fault: Fault;
      /** The signals that it speaks of, as far as that can be read. */
      readonly signals: readonly SignalId[];
      /** What it shows all the same. */
      readonly facts: readonly Fact[];
    };

export type ItemsReadAt = {
  readonly receivedAt: Instant;
  /** What was observed so long before the message was sent says nothing about now. */
  readonly oldestMs: number;
  /** When our side took the message, where that was before it is read: in an event hub. */
  readonly takenAt?: Instant;
  /** The message is our own: its times are in our time. */
  readonly isOurs?: true;
  /** Told of a payload that broke a reader of ours: a bug, but none that may stop a batch. */
  readonly onBug: (error: unknown, form: string) => void;
};

/** What reading items takes at this time; faults of our own readers go to the log. */
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

/** Reads each item of a message on its own: a bad one spoils no other. `sentAt` is by the sender's clock. */
export function readItems(
  items: readonly unknown[],
  sentAt: Instant,
  { oldestMs, onBug }: ItemsReadAt,
): ItemRead[] {
  const earliest = instantAfter(sentAt, -oldestMs);
  return items.map((item) => {
    try {
      return judgeTimes(readItem(item, sentAt), earliest, item);
    } catch (error) {
      onBug(error, itemForm(item) ?? 'none');
      return fail('This item cannot be read.', '', item);
    }
  });
}

function fail(
  reason: string,
  pointer: string,
  item: unknown,
  signals: readonly SignalId[] = signalsOf(item),
  facts: readonly Fact[] = none,
): ItemRead {
  return { ok: false, fault: { reason, pointer }, signals, facts };
}

/** The signal that an item names which cannot be read otherwise. */
function signalsOf(item: unknown): readonly SignalId[] {
  const named = itemForm(item) === 'reading' ? (item as { signal?: unknown }).signal : null;
  const signal = typeof named === 'string' ? parseSignalId(named) : null;
  return signal === null ? none : [signal];
}

const none: readonly never[] = [];

const observedTooEarly = 'Observed more than 31 days ago: it says nothing about the room now.';
const whereTimesStand: Readonly<Record<ItemForm, string>> = {
  reading: '/observedAt',
  'mtr-event': '/observedAt',
  'graph-health': '/body',
  'device-state': '/body',
  device: '/observedAt',
  'command-result': '/observedAt',
};

/** Forms in which a device says what it observes; others say since when something has been so. */
const observing: readonly (ItemForm | null)[] = ['reading', 'mtr-event'];

/** Takes out what was observed long before it was sent; an item of which nothing is left is refused. */
function judgeTimes(says: Interpreted, earliest: Instant, item: unknown): ItemRead {
  const areInTime = says.readings.every(({ observedAt }) => observedAt >= earliest);
  // The common case, and the one that must be quick.
  if (says.rejected.length === 0 && says.facts.length === 0 && areInTime) return { ok: true, says };
  const form = itemForm(item);
  const isStale = ({ observedAt }: RawReading) => observing.includes(form) && observedAt < earliest;
  const stale = areInTime ? none : says.readings.filter(isStale);
  const readings =
    stale.length === 0 ? says.readings : says.readings.filter((one) => !isStale(one));
  const facts = says.facts.filter((fact) => fact.kind !== 'heartbeat' || fact.at >= earliest);
  const pointer = form === null ? '' : whereTimesStand[form];
  const isOut = stale.length > 0;
  const out: Unreadable = { pointer, reason: observedTooEarly };
  const rejected = isOut ? [out, ...says.rejected] : says.rejected;
  const isEmpty =
    readings.length === 0 && facts.every(({ kind }) => kind === 'software' || kind === 'heartbeat');
  const [first] = rejected;
  if (isEmpty && first !== undefined && (isOut || !facts.some(({ kind }) => kind === 'software'))) {
    const signals = isOut ? stale.flatMap(signalOf) : signalsOf(item);
    const beats = facts.filter(({ kind }) => kind === 'heartbeat');
    return fail(first.reason, first.pointer, item, signals, beats);
  }
  return { ok: true, says: { readings, facts, rejected } };
}

function signalOf({ signal }: RawReading): readonly SignalId[] {
  return signal === 'display:all' ? none : [signal];
}
