/**
 * A device's clock beside ours. A message tells when it was sent by that clock, and we know when we
 * received it: the difference is the error of the clock, or the time on the way. What is known of the
 * clock from earlier messages, and the order of messages, tell the two apart.
 */
import type { Instant } from '../words.ts';

/** A way to turn a device's times into ours, and the last message it was good for. */
export type ClockStretch = {
  readonly seq: number;
  readonly sentAtMs: number;
  /** What is added to the device's times. */
  readonly shiftMs: number;
};

/** What is known of one device's clock. Kept in memory, written down with other news. */
export type DeviceClock = ClockStretch & {
  /** When a message that is later than all before was last received, by our clock. */
  readonly heardAtMs: number;
  /** Earlier stretches, oldest first, a few: for messages of then that come late or again. */
  readonly earlier?: readonly ClockStretch[];
  /** A message that was older than the latest one: another that fits it is a clock set back. */
  readonly stray?: ClockStretch;
  /** The shift that the history tells of; left out: none. */
  readonly toldMs?: number;
  /** Another shift, and since when requests agree on it; left out: the history tells what they say. */
  readonly untold?: { readonly shiftMs: number; readonly sinceMs: number };
  /** What the platform last said of `time-drift` for this device; left out: nothing. */
  readonly drift?: 'healthy' | 'unhealthy';
  /** The device reports `time-drift` itself. */
  readonly judgesItself?: true;
};

/** What a message says of its sending. `seq` 0: the sender does not number its messages. */
export type Sending = {
  readonly seq: number;
  /** By the sender's own clock. */
  readonly at: Instant;
  /** When our side took it, where that is not the time at which it is applied. */
  readonly takenAt?: Instant;
};

/** How clocks are judged. Durations are milliseconds. */
export type ClockRule = {
  /** Clocks of one network agree to this; a message that was sent later than we received it by more is of a clock that is ahead. */
  readonly agreesWithinMs: number;
  /** So long may a message be on its way before its delay is taken for a clock that is behind. */
  readonly onItsWayMs: number;
  /** A clock that is wrong by more tells nothing: each of its messages counts as sent when it is received. */
  readonly boundMs: number;
  /** What was observed so long before the message was sent says nothing about now. */
  readonly oldestMs: number;
};

/** A message in its place: in order or not, with what is to be added to its times. */
export type OrderedMessage = {
  readonly clock: DeviceClock;
  readonly shiftMs: number;
  readonly isNext: boolean;
  /** False: it is not known when this late message was sent. */
  readonly isPlaced: boolean;
  /** Its number is higher than that of every other message. */
  readonly isNumberedNext: boolean;
};

type SentMs = {
  readonly seq: number;
  readonly sentAtMs: number;
  readonly takenAtMs: number;
  readonly nowMs: number;
};

/** Enough for a clock that is set twice while messages of before are still on their way. */
const stretchesKept = 6;

/**
 * Places a message beside what is known of its device's clock. `leastDelayMs`: the smallest difference
 * between receipt and sending of this message and of those after it in the same request; a message was
 * never sent before its clock says so, so that no later message can have a greater error.
 */
export function orderMessage(
  known: DeviceClock | undefined,
  sent: SentMs,
  leastDelayMs: number,
  rule: ClockRule,
): OrderedMessage {
  const { seq, sentAtMs, takenAtMs, nowMs } = sent;
  if (known !== undefined && !isNext(known, sent, rule)) return placeLate(known, sent, rule);
  const delayMs = takenAtMs - sentAtMs;
  const shiftMs = shiftOf(known, sentAtMs, delayMs, leastDelayMs, rule);
  const isNumberedAnew = seq > 0 && seq < (known?.seq ?? 0);
  const isSame = known === undefined || (known.shiftMs === shiftMs && !isNumberedAnew);
  const before = isSame ? known?.earlier : withStretch(known);
  const clock: DeviceClock = {
    heardAtMs: Math.max(nowMs, known?.heardAtMs ?? nowMs),
    seq: seq === 0 ? (known?.seq ?? 0) : seq,
    sentAtMs,
    shiftMs,
    ...(before ? { earlier: before } : {}),
    ...(known?.toldMs === undefined ? {} : { toldMs: known.toldMs }),
    ...(known?.untold ? { untold: known.untold } : {}),
    ...(known?.drift ? { drift: known.drift } : {}),
    ...(known?.judgesItself ? { judgesItself: true } : {}),
  };
  const isNumberedNext = known !== undefined && known.seq > 0 && seq > known.seq;
  return { clock, shiftMs, isNext: true, isPlaced: true, isNumberedNext };
}

/** The clock after a message without anything to place it by: its times are ours. */
export function clockWithoutTimes(known: DeviceClock | undefined, nowMs: number): DeviceClock {
  const clock = known ?? { seq: 0, sentAtMs: 0, shiftMs: 0, heardAtMs: nowMs };
  return nowMs > clock.heardAtMs ? { ...clock, heardAtMs: nowMs } : clock;
}

function withStretch({ earlier = [], seq, sentAtMs, shiftMs }: DeviceClock) {
  return [...earlier, { seq, sentAtMs, shiftMs }].slice(-stretchesKept);
}

/** Whether a message was sent after the latest one that is known. */
function isNext(known: DeviceClock, sent: SentMs, rule: ClockRule): boolean {
  const { seq, sentAtMs, takenAtMs } = sent;
  const isNumbered = seq > 0 && known.seq > 0;
  // A message of before the clock was set back, or before the numbers began again.
  if (isNumbered && seq > known.seq) {
    const { earlier = [] } = known;
    return sentAtMs > known.sentAtMs || lateShiftOf(known, sent, rule, earlier) === null;
  }
  if (isNumbered && seq < known.seq && sentAtMs > known.sentAtMs)
    return lateShiftOf(known, sent, rule) === null;
  if (sentAtMs > known.sentAtMs) return true;
  return isSecondStray(known.stray, { seq, sentAtMs, shiftMs: takenAtMs - sentAtMs }, rule);
}

/** Two messages in their own order, as far apart by their clock as by ours: a new beginning. */
function isSecondStray(
  stray: ClockStretch | undefined,
  one: ClockStretch,
  rule: ClockRule,
): boolean {
  if (stray === undefined) return false;
  const isAfter = one.seq > stray.seq || (one.seq === 0 && stray.seq === 0);
  const apartMs = one.sentAtMs - stray.sentAtMs;
  return (
    isAfter && apartMs > rule.onItsWayMs && Math.abs(one.shiftMs - stray.shiftMs) * 2 < apartMs
  );
}

function placeLate(known: DeviceClock, sent: SentMs, rule: ClockRule): OrderedMessage {
  const { seq, sentAtMs, takenAtMs } = sent;
  const delayMs = takenAtMs - sentAtMs;
  const shiftMs = lateShiftOf(known, sent, rule);
  const clock: DeviceClock = {
    ...known,
    ...(isStray(known, sent, rule) ? { stray: { seq, sentAtMs, shiftMs: delayMs } } : {}),
  };
  const late = { clock, isNext: false, isNumberedNext: false };
  if (shiftMs !== null) return { ...late, shiftMs, isPlaced: true };
  return { ...late, shiftMs: Math.min(known.shiftMs, delayMs), isPlaced: false };
}

/** Whether a late message may be the first of a new beginning; the first of several is kept. */
function isStray({ seq, sentAtMs, stray }: DeviceClock, sent: SentMs, rule: ClockRule): boolean {
  if (sent.seq === seq && sent.sentAtMs === sentAtMs) return false;
  if (stray === undefined) return true;
  const apartMs = sent.sentAtMs - stray.sentAtMs;
  return apartMs < 0 || apartMs > rule.onItsWayMs;
}

/**
 * What to add to the times of a message that was sent before the latest one; `null`: nothing that is known
 * of the clock puts it there. It belongs to the stretch that was known when a message with a higher number
 * came, or to the one before, where it was still on its way when the clock was set.
 */
function lateShiftOf(
  known: DeviceClock,
  { seq, sentAtMs, takenAtMs }: SentMs,
  { agreesWithinMs }: ClockRule,
  stretches: readonly ClockStretch[] = [...(known.earlier ?? []), known],
): number | null {
  for (const [place, one] of stretches.entries()) {
    const isBefore = seq > 0 && one.seq > 0 ? seq <= one.seq : sentAtMs <= one.sentAtMs;
    if (!isBefore) continue;
    const previous = stretches[place - 1];
    const latestMs = Math.min(takenAtMs, one.sentAtMs + one.shiftMs) + agreesWithinMs;
    const earliestMs = previous ? previous.sentAtMs + previous.shiftMs - agreesWithinMs : -Infinity;
    const fits = ({ shiftMs }: ClockStretch) =>
      sentAtMs + shiftMs <= latestMs && sentAtMs + shiftMs >= earliestMs;
    if (fits(one)) return one.shiftMs;
    if (previous && fits(previous)) return previous.shiftMs;
  }
  return null;
}

function shiftOf(
  known: DeviceClock | undefined,
  sentAtMs: number,
  delayMs: number,
  leastMs: number,
  { agreesWithinMs, onItsWayMs, boundMs }: ClockRule,
): number {
  if (Math.abs(delayMs) > boundMs) return delayMs;
  const isAbout = (ms: number) => ms >= -agreesWithinMs && ms <= onItsWayMs;
  if (known === undefined) return isAbout(leastMs) ? 0 : leastMs;
  const isSetBack = sentAtMs < known.sentAtMs - agreesWithinMs;
  if (isSetBack) return Math.abs(leastMs) <= agreesWithinMs ? 0 : leastMs;
  const { shiftMs } = known;
  if (isAbout(delayMs - shiftMs)) return shiftMs;
  // Sooner here than the error allows: the error is smaller.
  if (delayMs < shiftMs) return Math.abs(leastMs) <= agreesWithinMs ? 0 : leastMs;
  // On its way for long, as a later message shows whose delay is as ever; or a clock that was set back.
  return isAbout(leastMs - shiftMs) || leastMs < shiftMs ? shiftMs : leastMs;
}
