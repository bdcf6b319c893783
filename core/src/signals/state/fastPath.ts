/**
 * The fast path compares a message with the known state before the message is parsed. Nearly all messages
 * repeat the known state of each signal with a later time. `isUnchanged` checks every other message after
 * it is parsed.
 */
import { awaitsProof } from '../../clocks/confirmation.ts';
import type { Room, SignalRecord } from '../../room.ts';
import { detailLimit, sanitizeDetail } from '../../text/deviceText.ts';
import { signalRecords } from '../../tickets/ticketState.ts';
import type { Instant, MeetingMode, ReadingState, SignalId } from '../../words.ts';
import { appliesIn } from '../catalogue.ts';
import { readInstant } from '../formats/readInstant.ts';
import { ruleFor } from '../rules/defaultRules.ts';
import type { Rules } from '../rules/rule.ts';
import { isOfAnother } from './severalDevices.ts';

/**
 * The expected readings of a room, by slot: a slot is the position of a signal in the room's order.
 */
export type Expected = {
  readonly signals: readonly SignalId[];
  /** The state that a reading must have; `null`: the fast path cannot decide. */
  readonly states: readonly (ReadingState | null)[];
  /** The detail that an unhealthy reading must have. */
  readonly details: readonly string[];
  readonly slots: ReadonlyMap<SignalId, number>;
};

/** The allowed range of observation times. */
export type Span = { readonly from: Instant; readonly to: Instant };

/** The number of slots that fit into the bits of a number. */
const maxSlots = 31;

/** The expected readings of a room with only this device; `null`: it has none or several. */
export function expectedOf(
  room: Room,
  device: string | null,
  rules: Rules,
  now: Instant,
): Expected {
  const records = signalRecords(room);
  const states = records.map(([signal, record]) => {
    const awaitsConfirmation = awaitsProof(ruleFor(rules, signal), record, now);
    return expectedState(room.meetingMode, signal, record, device, awaitsConfirmation);
  });
  const details = records.map(([, { state, detail }]) => (state === 'unhealthy' ? detail : ''));
  const signals = records.map(([signal]) => signal);
  const slots = new Map(signals.map((signal, slot) => [signal, slot]));
  return { signals, states, details, slots };
}

function expectedState(
  mode: MeetingMode,
  signal: SignalId,
  record: SignalRecord,
  device: string | null,
  awaitsConfirmation: boolean,
): ReadingState | null {
  const { state, detail } = record;
  // The fast path covers no corrected clock and no fault that a next reading may confirm.
  if (record.shiftMs !== undefined || awaitsConfirmation) return null;
  if (device === null || state === 'unknown') return null;
  if (signal !== 'connection' && isOfAnother(record, device)) return null;
  if (signal === 'reported' || !appliesIn(mode, signal)) return null;
  return state === 'unhealthy' && sanitizeDetail(detail) !== detail ? null : state;
}

/** An item before validation: each member may have any value. */
type Item = {
  readonly form?: unknown;
  readonly signal?: unknown;
  readonly state?: unknown;
  readonly detail?: unknown;
  readonly observedAt?: unknown;
} | null;

/** The signals of a message as bits, one per slot, and the time at which all were observed. */
export type Match = { readonly slots: number; readonly atMs: number };

/**
 * The match of items if all are readings of the known state. All have the same observation time, which
 * is within the span and later than the last observation of each signal. `null`: the fast path cannot
 * decide.
 */
export function matchesKnownState(
  items: readonly unknown[],
  expected: Expected,
  observedAtMs: readonly number[],
  { from, to }: Span,
): Match | null {
  const at = (items[0] as Item | undefined)?.observedAt;
  if (typeof at !== 'string' || at < from || at > to || readInstant(at) !== at) return null;
  const atMs = Date.parse(at);
  let slots = 0;
  let slot = -1;
  for (const item of items as readonly Item[]) {
    if (item === null || item.observedAt !== at) return null;
    slot = findSlot(item.signal, expected.signals, slot + 1);
    const bit = 1 << slot;
    // A second reading of a signal would need a comparison with the first one in the same message.
    if (slot < 0 || (slots & bit) !== 0 || !matchesExpected(item, expected, slot)) return null;
    if (!(atMs > (observedAtMs[slot] ?? atMs))) return null;
    slots |= bit;
  }
  return { slots, atMs };
}

/** Records the observation times of a match. */
export function recordMatch(observedAtMs: number[], { slots, atMs }: Match): void {
  for (let slot = 0; slots >> slot !== 0; slot += 1) {
    if ((slots >> slot) & 1) observedAtMs[slot] = atMs;
  }
}

/** Devices send their signals in a fixed order, so the search starts at the next slot. */
function findSlot(signal: unknown, signals: readonly SignalId[], from: number): number {
  const end = Math.min(signals.length, maxSlots);
  for (let slot = from; slot < end; slot += 1) if (signals[slot] === signal) return slot;
  for (let slot = 0; slot < from; slot += 1) if (signals[slot] === signal) return slot;
  return -1;
}

function matchesExpected(
  item: NonNullable<Item>,
  { states, details }: Expected,
  slot: number,
): boolean {
  const { form, state, detail } = item;
  if (form !== 'reading' || state !== states[slot]) return false;
  if (memberCount(item) !== (detail === undefined ? 4 : 5)) return false;
  if (state === 'unhealthy') return (detail === undefined ? '' : detail) === details[slot];
  return detail === undefined || (typeof detail === 'string' && detail.length <= detailLimit);
}

/** The number of members, so that an item with further members does not match. */
function memberCount(item: object): number {
  let count = 0;
  for (const _ in item) count += 1;
  return count;
}
