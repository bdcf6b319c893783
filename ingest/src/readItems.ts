/** Third step: the items of a message become readings and facts, each keeping track of its own. */
import {
  cleanDetail,
  type Fact,
  type Instant,
  type Interpreted,
  normalise,
  parseSignalId,
  type RawReading,
  readCommandResult,
  readDeviceItem,
  readDeviceState,
  readGraphHealth,
  readMtrEvent,
  type Unreadable,
} from '@rooms-pro/core';
import { type TelemetryItem, telemetryItem } from '@rooms-pro/core/contracts';
import { type Fault, faultOf } from './readEnvelope.ts';

/** One item, read: what it says, or why nothing of it can be used. */
export type ItemRead =
  | { readonly ok: true; readonly says: Interpreted }
  | { readonly ok: false; readonly fault: Fault };

export type ItemsReadAt = {
  readonly receivedAt: Instant;
  /** What claims to be observed later than this comes from a clock that is ahead of ours. */
  readonly latest: Instant;
  /** Told of a payload that broke a reader of ours: a bug, but none that may stop a batch. */
  readonly onBug: (error: unknown, form: string) => void;
};

/** Reads each item on its own: a bad one spoils no other. */
export function readItems(items: readonly unknown[], at: ItemsReadAt): ItemRead[] {
  return items.map((item) => {
    const read = telemetryItem.safeParse(item);
    if (!read.success) return { ok: false, fault: faultOf(read.error) };
    try {
      return judgeTimes(interpret(read.data, at.receivedAt), at.latest, read.data.form);
    } catch (error) {
      at.onBug(error, read.data.form);
      return fail('This item cannot be read.', '');
    }
  });
}

function fail(reason: string, pointer: string): ItemRead {
  return { ok: false, fault: { reason, pointer } };
}

/** What an item says, with pointers from the item's own root. */
function interpret(item: TelemetryItem, receivedAt: Instant): Interpreted {
  switch (item.form) {
    case 'reading':
      return readReading(item);
    case 'mtr-event':
      return under('/event', readMtrEvent(item.event, toInstant(item.observedAt)));
    case 'graph-health':
      return under('/body', readGraphHealth(item.body, toInstant(item.observedAt ?? receivedAt)));
    case 'device-state':
      return under('/body', readDeviceState(item.body));
    case 'device':
      return readDeviceItem(item);
    case 'command-result':
      return readCommandResult(item);
  }
}

/** The schema has checked that it is a time; most devices write it as we do. */
function toInstant(time: string): Instant {
  return time.length === 24 && time.endsWith('Z') ? time : normalise(time);
}

function under(root: string, says: Interpreted): Interpreted {
  if (says.rejected.length === 0) return says;
  const rejected = says.rejected.map((part) => ({ ...part, pointer: root + part.pointer }));
  return { ...says, rejected };
}

function readReading(item: Extract<TelemetryItem, { form: 'reading' }>): Interpreted {
  const { state } = item;
  const signal = parseSignalId(item.signal);
  if (signal === null) {
    return nothing({ pointer: '/signal', reason: 'No rule knows a signal of this name.' });
  }
  const observedAt = toInstant(item.observedAt);
  const detail = item.detail === '' ? '' : cleanDetail(item.detail);
  return { readings: [{ signal, state, detail, observedAt }], facts: [], rejected: [] };
}

function nothing(why: Unreadable): Interpreted {
  return { readings: [], facts: [], rejected: [why] };
}

const observedTooLate = 'Observed in the future: the clock of the device is ahead of ours.';
const whereTimesStand: Readonly<Record<TelemetryItem['form'], string>> = {
  reading: '/observedAt',
  'mtr-event': '/observedAt',
  'graph-health': '/body',
  'device-state': '/body',
  device: '/observedAt',
  'command-result': '/observedAt',
};

function areInTime(readings: readonly RawReading[], latest: Instant): boolean {
  return readings.every(({ observedAt }) => observedAt <= latest);
}

/** Takes out what claims to come from the future; an item of which nothing is left is refused. */
function judgeTimes(says: Interpreted, latest: Instant, form: TelemetryItem['form']): ItemRead {
  // The common case, and the one that must be quick.
  if (says.rejected.length === 0 && says.facts.length === 0 && areInTime(says.readings, latest)) {
    return { ok: true, says };
  }
  const isInTime = ({ observedAt }: RawReading) => observedAt <= latest;
  const hasHappened = (fact: Fact) => fact.kind !== 'restarted' || fact.at <= latest;
  const readings = says.readings.filter(isInTime);
  const facts = says.facts.filter(hasHappened);
  const hasFuture = readings.length < says.readings.length || facts.length < says.facts.length;
  const future: Unreadable = { pointer: whereTimesStand[form], reason: observedTooLate };
  const rejected = hasFuture ? [future, ...says.rejected] : says.rejected;
  const isEmpty = readings.length === 0 && facts.every((fact) => fact.kind === 'software');
  const [first] = rejected;
  if (isEmpty && first !== undefined && (hasFuture || facts.length === 0)) {
    return fail(first.reason, first.pointer);
  }
  return { ok: true, says: { readings, facts, rejected } };
}
