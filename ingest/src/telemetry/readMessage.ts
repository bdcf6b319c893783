/** A message that may be applied: its items read, its readings and facts in one input. */
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

/** A message on its way in: read only when a glance at it does not do. */
export type IncomingMessage = {
  /** Its place in the request. */
  readonly index: number;
  readonly message: TelemetryMessage;
  /** When our side took it, where that was before it is read. */
  readonly takenAt?: Instant;
  read(): ReadMessage;
};

/** One message, ready for `advance`; `items` remembers which readings came from where. */
export type ReadMessage = {
  /** Its place in the request. */
  readonly index: number;
  readonly message: TelemetryMessage;
  readonly items: readonly ItemRead[];
  readonly input: Telemetry;
  /** False when it tells that the device is gone: such news is no sign of life. */
  readonly isSignOfLife: boolean;
  /** What a new room would be called, where the sender knows and no item tells. */
  readonly name?: string;
};

/** A message that was not read yet. */
export function incoming(
  index: number,
  message: TelemetryMessage,
  at: ItemsReadAt,
): IncomingMessage {
  return { index, message, ...takenOf(at), read: () => readMessage(index, message, at) };
}

/** A message that had to be read already. */
export function fromReadMessage(read: ReadMessage): IncomingMessage {
  return { index: read.index, message: read.message, read: () => read };
}

/** Reads the items of a message and joins what they say. Its times stay those of its sender. */
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
  for (const [place, item] of items.entries()) {
    if (!item.ok) {
      facts.push(...item.facts);
      continue;
    }
    const format = heardFormatOf(itemForm(message.items[place]));
    if (format !== null && !facts.some((fact) => fact.kind === 'format' && fact.format === format))
      facts.push({ kind: 'format', format });
    readings.push(...standing(item.says.readings, message.items[place], sentAt));
    facts.push(...item.says.facts);
  }
  const isGone = readings.some(
    ({ signal, state }) => signal === 'connection' && state === 'unhealthy',
  );
  const rejected = rejectedOf(items);
  return {
    index,
    message,
    items,
    input: {
      kind: 'telemetry',
      device,
      readings: at.isOurs ? readings.map((one) => until(sentAt, one)) : readings,
      facts,
      ...(at.isOurs ? {} : { sent: { seq, at: sentAt, ...takenOf(at) } }),
      ...(rejected ? { rejected } : {}),
    },
    isSignOfLife: !isGone && rejected?.isAll !== true,
  };
}

const heardFormatByForm: Readonly<Partial<Record<ItemForm, ExclusiveFormat>>> = {
  'mtr-event': 'eventLog',
  'graph-health': 'graph',
  'device-state': 'adminCentre',
};

function heardFormatOf(form: ItemForm | null): ExclusiveFormat | null {
  return form === null ? null : (heardFormatByForm[form] ?? null);
}

function takenOf({ takenAt }: ItemsReadAt): { readonly takenAt?: Instant } {
  return takenAt === undefined ? {} : { takenAt };
}

/** A service whose clock is ahead of ours says nothing of the future. */
function until(latest: Instant, reading: RawReading): RawReading {
  return reading.observedAt > latest ? { ...reading, observedAt: latest } : reading;
}

/** Readings of Graph say since when a state is so, and that it was so when Graph was asked. */
function standing(
  readings: readonly RawReading[],
  item: unknown,
  sentAt: Instant,
): readonly RawReading[] {
  if (itemForm(item) !== 'graph-health') return readings;
  const stoodAt = readInstant((item as { observedAt?: unknown }).observedAt) ?? sentAt;
  return readings.map((one) => (one.observedAt < stoodAt ? { ...one, stoodAt } : one));
}

/** What of a message was rejected, as far as that changes anything. */
function rejectedOf(items: readonly ItemRead[]): ReadMessage['input']['rejected'] | null {
  const refused = items.flatMap((item) => (item.ok ? [] : [item]));
  const [first] = refused;
  if (first === undefined) return null;
  const isAll = refused.length === items.length;
  const signals = refused.flatMap((item) => item.signals);
  return isAll || signals.length > 0 ? { reason: first.fault.reason, isAll, signals } : null;
}

/** When a reading that may be taken at a glance was observed; its clock is known to be right. */
export function fastPathSpan({ clock }: Pick<Rules, 'clock'>, receivedAt: Instant): Span {
  return {
    from: instantAfter(receivedAt, -clock.oldestMs),
    to: instantAfter(receivedAt, clock.agreesWithinMs),
  };
}
