/** Reads a message: its items, and its readings and facts in one input for `advance`. */
import {
  type ExclusiveFormat,
  type Fact,
  type Instant,
  type ItemForm,
  instantAfter,
  itemForm,
  type RawReading,
  type Rules,
  readInstant,
  type Span,
  type Telemetry,
} from '@rooms-pro/core';
import type { TelemetryMessage } from '@rooms-pro/core/contracts';
import { sanitizeName } from '../devices/sanitizeName.ts';
import { type ItemRead, type ItemsReadAt, readItems } from './readItems.ts';

/** A message whose items are read only if the fast path is not sufficient. */
export type IncomingMessage = {
  /** Its place in the request. */
  readonly index: number;
  readonly message: TelemetryMessage;
  /** When our side received the message, if that was earlier than now. */
  readonly takenAt?: Instant;
  read(): ReadMessage;
};

/** One message, ready for `advance`; `items` maps readings to their items. */
export type ReadMessage = {
  /** Its place in the request. */
  readonly index: number;
  readonly message: TelemetryMessage;
  readonly items: readonly ItemRead[];
  readonly input: Telemetry;
  /** False when the message reports that the device is disconnected, or when it is rejected as a whole. */
  readonly isSignOfLife: boolean;
  /** A name for a new room, from the sender, if no item contains one. */
  readonly name?: string;
};

/** A message before its items are read. */
export function incoming(
  index: number,
  message: TelemetryMessage,
  at: ItemsReadAt,
): IncomingMessage {
  return { index, message, ...pickTakenAt(at), read: () => readMessage(index, message, at) };
}

/** A message whose items were read earlier. */
export function fromReadMessage(read: ReadMessage): IncomingMessage {
  return { index: read.index, message: read.message, read: () => read };
}

/** Reads the items of a message and joins their content. The times remain those of the sender's clock. */
export function readMessage(
  index: number,
  message: TelemetryMessage,
  at: ItemsReadAt,
): ReadMessage {
  const { device, seq } = message;
  const sentAt = at.isOurs ? at.receivedAt : (readInstant(message.sentAt) ?? at.receivedAt);
  const items = readItems(message.items, sentAt, at);
  const readings: RawReading[] = [];
  const facts: Fact[] = [];
  const agent = sanitizeName(message.agent ?? '');
  if (agent !== '') facts.push({ kind: 'software', what: 'agent', version: agent });
  for (const [position, item] of items.entries()) {
    if (!item.ok) {
      facts.push(...item.facts);
      continue;
    }
    const format = findFormat(itemForm(message.items[position]));
    if (format !== null && !facts.some((fact) => fact.kind === 'format' && fact.format === format))
      facts.push({ kind: 'format', format });
    readings.push(...withStandingTime(item.says.readings, message.items[position], sentAt));
    facts.push(...item.says.facts);
  }
  const isGone = readings.some(
    ({ signal, state }) => signal === 'connection' && state === 'unhealthy',
  );
  const rejected = findRejected(items);
  return {
    index,
    message,
    items,
    input: {
      kind: 'telemetry',
      device,
      readings: at.isOurs ? readings.map((one) => until(sentAt, one)) : readings,
      facts,
      ...(at.isOurs ? {} : { sent: { seq, at: sentAt, ...pickTakenAt(at) } }),
      ...(rejected ? { rejected } : {}),
    },
    isSignOfLife: !isGone && rejected?.isAll !== true,
  };
}

const formatByForm: Readonly<Partial<Record<ItemForm, ExclusiveFormat>>> = {
  'mtr-event': 'eventLog',
  'graph-health': 'graph',
  'device-state': 'adminCentre',
};

function findFormat(form: ItemForm | null): ExclusiveFormat | null {
  return form === null ? null : (formatByForm[form] ?? null);
}

function pickTakenAt({ takenAt }: ItemsReadAt): { readonly takenAt?: Instant } {
  return takenAt === undefined ? {} : { takenAt };
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
function findRejected(items: readonly ItemRead[]): ReadMessage['input']['rejected'] | null {
  const refused = items.flatMap((item) => (item.ok ? [] : [item]));
  const [first] = refused;
  if (first === undefined) return null;
  const isAll = refused.length === items.length;
  const signals = refused.flatMap((item) => item.signals);
  return isAll || signals.length > 0 ? { reason: first.fault.reason, isAll, signals } : null;
}

/** The span of observation times that the fast path accepts, from a clock that is known to be right. */
export function fastPathSpan({ clock }: Pick<Rules, 'clock'>, receivedAt: Instant): Span {
  return {
    from: instantAfter(receivedAt, -clock.oldestMs),
    to: instantAfter(receivedAt, clock.agreesWithinMs),
  };
}
