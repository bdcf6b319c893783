/**
 * A glance at a message as it came: nearly all messages say of each signal what is known, only later,
 * and that can be seen without reading them. Whatever cannot is read, and told by `isUnchanged`.
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
 * What is known of a room's signals, place by place in the order of the room: one and the same for
 * all rooms of which the same is known, so that it is at hand when their messages come.
 */
export type Expected = {
  readonly signals: readonly SignalId[];
  /** The state that a reading must say; `null`: it takes more than a glance. */
  readonly states: readonly (ReadingState | null)[];
  /** What an unhealthy reading must say. */
  readonly details: readonly string[];
  readonly places: ReadonlyMap<SignalId, number>;
};

/** When readings must have been observed: after what was heard before, and within these. */
export type Span = { readonly from: Instant; readonly to: Instant };

/** As many places as there are bits to mark them. */
const mostPlaces = 31;
/** Rooms with details of their own share with nobody: they must not fill the memory for ever. */
const mostShared = 2_000;
const shared = new Map<string, Expected>();

/** What is known of a room of which only this device speaks; `null`: there are several. */
export function expectedOf(
  room: Room,
  device: string | null,
  rules: Rules,
  now: Instant,
): Expected {
  const records = signalRecords(room);
  const glanced = records.map(([signal, record]) => {
    const isProvable = awaitsProof(ruleFor(rules, signal), record, now);
    return glancedState(room.meetingMode, signal, record, device, isProvable);
  });
  const details = records.map(([, { state, detail }]) => (state === 'unhealthy' ? detail : ''));
  const signals = records.map(([signal]) => signal);
  const key = JSON.stringify([signals, glanced, details]);
  const known = shared.get(key);
  if (known !== undefined) return known;
  if (shared.size >= mostShared) shared.clear();
  const places = new Map(signals.map((signal, place) => [signal, place]));
  const fresh: Expected = { signals, states: glanced, details, places };
  shared.set(key, fresh);
  return fresh;
}

function glancedState(
  mode: MeetingMode,
  signal: SignalId,
  record: SignalRecord,
  device: string | null,
  isProvable: boolean,
): ReadingState | null {
  const { state, detail } = record;
  // A clock that was corrected, and a fault that a further reading may confirm.
  if (record.shiftMs !== undefined || isProvable) return null;
  if (device === null || state === 'unknown') return null;
  if (signal !== 'connection' && isOfAnother(record, device)) return null;
  if (signal === 'reported' || !appliesIn(mode, signal)) return null;
  return state === 'unhealthy' && sanitizeDetail(detail) !== detail ? null : state;
}

/** An item as it may have come: any of it may be anything. */
type Item = {
  readonly form?: unknown;
  readonly signal?: unknown;
  readonly state?: unknown;
  readonly detail?: unknown;
  readonly observedAt?: unknown;
} | null;

/** The signals that a message told, as bits by their places, and when all of them were observed. */
export type Match = { readonly places: number; readonly atMs: number };

/**
 * What items tell, when every one is a reading that says what is known and all were observed at one
 * time, within the span and later than what was heard; `null` when that is not plain.
 */
export function matchesKnownState(
  items: readonly unknown[],
  known: Expected,
  heardAtMs: readonly number[],
  { from, to }: Span,
): Match | null {
  const at = (items[0] as Item | undefined)?.observedAt;
  if (typeof at !== 'string' || at < from || at > to || readInstant(at) !== at) return null;
  const atMs = Date.parse(at);
  let places = 0;
  let place = -1;
  for (const item of items as readonly Item[]) {
    if (item === null || item.observedAt !== at) return null;
    place = placeOf(item.signal, known.signals, place + 1);
    const bit = 1 << place;
    // A signal told twice would have to be compared with what the message itself has just said.
    if (place < 0 || (places & bit) !== 0 || !saysKnown(item, known, place)) return null;
    if (!(atMs > (heardAtMs[place] ?? atMs))) return null;
    places |= bit;
  }
  return { places, atMs };
}

/** Notes what was told beside what was heard before. */
export function recordMatch(heardAtMs: number[], { places, atMs }: Match): void {
  for (let place = 0; places >> place !== 0; place += 1) {
    if ((places >> place) & 1) heardAtMs[place] = atMs;
  }
}

/** Devices tell their signals in one order: the next one is mostly right there. */
function placeOf(signal: unknown, signals: readonly SignalId[], from: number): number {
  const end = Math.min(signals.length, mostPlaces);
  for (let place = from; place < end; place += 1) if (signals[place] === signal) return place;
  for (let place = 0; place < from; place += 1) if (signals[place] === signal) return place;
  return -1;
}

function saysKnown(item: NonNullable<Item>, { states, details }: Expected, place: number): boolean {
  const { form, state, detail } = item;
  if (form !== 'reading' || state !== states[place]) return false;
  if (memberCount(item) !== (detail === undefined ? 4 : 5)) return false;
  if (state === 'unhealthy') return (detail === undefined ? '' : detail) === details[place];
  return detail === undefined || (typeof detail === 'string' && detail.length <= detailLimit);
}

/** The four or five members that were looked at are all there are. */
function memberCount(item: object): number {
  let count = 0;
  for (const _ in item) count += 1;
  return count;
}
