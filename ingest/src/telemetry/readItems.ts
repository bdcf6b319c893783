/** Reads the items of a message into readings and facts, item by item. */
import {
  type ExclusiveFormat,
  type Fact,
  type Instant,
  type Interpreted,
  type ItemForm,
  instantAfter,
  itemForm,
  parseSignalId,
  type RawReading,
  readInstant,
  readItem,
  type SignalId,
  type Telemetry,
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
    oldestMs: rules().clock.oldestMs,
    onBug: (bug, form) => log.error('item.unreadable', { correlationId, form }, bug),
  };
}

/** What the items of a message contain together, by the sender's clock. */
export type Content = {
  readonly items: readonly ItemRead[];
  readonly readings: readonly RawReading[];
  readonly facts: readonly Fact[];
  /** The rejected part of the message; `null` when it affects nothing. */
  readonly rejected: NonNullable<Telemetry['rejected']> | null;
};

/** Reads all items and joins their content. `sentAt` is by the sender's clock. */
export function readContent(given: readonly unknown[], sentAt: Instant, at: ItemsReadAt): Content {
  const items = readItems(given, sentAt, at);
  const readings: RawReading[] = [];
  const facts: Fact[] = [];
  for (const [position, item] of items.entries()) {
    if (!item.ok) {
      facts.push(...item.facts);
      continue;
    }
    const format = findFormat(itemForm(given[position]));
    if (format !== null && !facts.some((fact) => fact.kind === 'format' && fact.format === format))
      facts.push({ kind: 'format', format });
    readings.push(...withStandingTime(item.says.readings, given[position], sentAt));
    facts.push(...item.says.facts);
  }
  const inTime = at.isOurs ? readings.map((one) => until(sentAt, one)) : readings;
  return { items, readings: inTime, facts, rejected: findRejected(items) };
}

/** Reads each item of a message separately: a bad item affects no other. `sentAt` is by the sender's clock. */
function readItems(
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

const formatByForm: Readonly<Partial<Record<ItemForm, ExclusiveFormat>>> = {
  'mtr-event': 'eventLog',
  'graph-health': 'graph',
  'device-state': 'adminCentre',
};

function findFormat(form: ItemForm | null): ExclusiveFormat | null {
  return form === null ? null : (formatByForm[form] ?? null);
}

/** Limits a reading to our time, for a service whose clock is ahead of ours. */
function until(latest: Instant, reading: RawReading): RawReading {
  return reading.observedAt > latest ? { ...reading, observedAt: latest } : reading;
}

/** Readings from Graph contain the start time of a state; the state also was true at the time of the request. */
function withStandingTime(
  readings: readonly RawReading[],
  item: unknown,
  sentAt: Instant,
): readonly RawReading[] {
  if (itemForm(item) !== 'graph-health') return readings;
  const stoodAt = readInstant((item as { observedAt?: unknown }).observedAt) ?? sentAt;
  return readings.map((one) => (one.observedAt < stoodAt ? { ...one, stoodAt } : one));
}

/** The rejected part of a message; `null` when it affects nothing. */
function findRejected(items: readonly ItemRead[]): Content['rejected'] {
  const refused = items.flatMap((item) => (item.ok ? [] : [item]));
  const [first] = refused;
  if (first === undefined) return null;
  const isAll = refused.length === items.length;
  const signals = refused.flatMap((item) => item.signals);
  return isAll || signals.length > 0 ? { reason: first.fault.reason, isAll, signals } : null;
}
