/** Third step: the items of a message become readings and facts, each keeping track of its own. */
import {
  type Fact,
  formOf,
  type Instant,
  type Interpreted,
  type ItemForm,
  instantAfter,
  type RawReading,
  type Rules,
  readItem,
  type Unreadable,
} from '@rooms-pro/core';
import type { RoomDeps } from './deps.ts';
import type { Fault } from './readEnvelope.ts';

/** One item, read: what it says, or why nothing of it can be used. */
export type ItemRead =
  | { readonly ok: true; readonly says: Interpreted }
  | { readonly ok: false; readonly fault: Fault };

/** When what is read can have been observed. */
export type ReadingTimes = {
  readonly receivedAt: Instant;
  /** What claims to be observed later than this comes from a clock that is ahead of ours. */
  readonly latest: Instant;
  /** What was observed before this says nothing about now. */
  readonly earliest: Instant;
};

export type ItemsReadAt = ReadingTimes & {
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
    ...readingTimes(rules, receivedAt),
    onBug: (bug, form) => log.error('item.unreadable', { correlationId, form }, bug),
  };
}

export function readingTimes(
  { clockSkewMs }: Pick<Rules, 'clockSkewMs'>,
  receivedAt: Instant,
): ReadingTimes {
  return {
    receivedAt,
    latest: instantAfter(receivedAt, clockSkewMs),
    earliest: instantAfter(receivedAt, -oldestMs),
  };
}

/** A device that was offline for a month has more recent things to say. */
const oldestMs = 31 * 24 * 3_600_000;

/** Reads each item on its own: a bad one spoils no other. */
export function readItems(items: readonly unknown[], at: ItemsReadAt): ItemRead[] {
  return items.map((item) => {
    try {
      return judgeTimes(readItem(item, at.receivedAt), at, item);
    } catch (error) {
      at.onBug(error, formOf(item) ?? 'none');
      return fail('This item cannot be read.', '');
    }
  });
}

function fail(reason: string, pointer: string): ItemRead {
  return { ok: false, fault: { reason, pointer } };
}

const observedTooLate = 'Observed in the future: the clock of the device is ahead of ours.';
const observedTooEarly = 'Observed more than 31 days ago: it says nothing about the room now.';
const whereTimesStand: Readonly<Record<ItemForm, string>> = {
  reading: '/observedAt',
  'mtr-event': '/observedAt',
  'graph-health': '/body',
  'device-state': '/body',
  device: '/observedAt',
  'command-result': '/observedAt',
};

function areInTime(readings: readonly RawReading[], { earliest, latest }: ReadingTimes): boolean {
  return readings.every(({ observedAt }) => observedAt <= latest && observedAt >= earliest);
}

/** Forms in which a device says what it observes; others say since when something has been so. */
const observing: readonly (ItemForm | null)[] = ['reading', 'mtr-event'];

/**
 * Takes out what claims to come from the future or from long ago; an item of which nothing is left is
 * refused.
 */
function judgeTimes(says: Interpreted, at: ItemsReadAt, item: unknown): ItemRead {
  // The common case, and the one that must be quick.
  if (says.rejected.length === 0 && says.facts.length === 0 && areInTime(says.readings, at)) {
    return { ok: true, says };
  }
  const { latest, earliest } = at;
  const form = formOf(item);
  const isStale = ({ observedAt }: RawReading) => observing.includes(form) && observedAt < earliest;
  // A meeting or a result from the future counts from now instead: `advance` sees to that.
  const hasHappened = (fact: Fact) => fact.kind !== 'restarted' || fact.at <= latest;
  const readings = says.readings.filter(
    (reading) => reading.observedAt <= latest && !isStale(reading),
  );
  const facts = says.facts.filter(hasHappened);
  const isOut = readings.length < says.readings.length || facts.length < says.facts.length;
  const out: Unreadable = {
    pointer: form === null ? '' : whereTimesStand[form],
    reason: says.readings.some(isStale) ? observedTooEarly : observedTooLate,
  };
  const rejected = isOut ? [out, ...says.rejected] : says.rejected;
  const isEmpty = readings.length === 0 && facts.every(({ kind }) => kind === 'software');
  const [first] = rejected;
  if (isEmpty && first !== undefined && (isOut || facts.length === 0)) {
    return fail(first.reason, first.pointer);
  }
  return { ok: true, says: { readings, facts, rejected } };
}
