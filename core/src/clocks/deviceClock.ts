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
  /** When a message of the device was last received, by our clock. */
  readonly heardAtMs: number;
  /** Earlier stretches, oldest first, a few: for messages of then that come late or again. */
  readonly earlier?: readonly ClockStretch[];
  /** A message that was older than the latest one: another that fits it is a clock set back. */
  readonly stray?: ClockStretch;
  /** The shift that the history tells of; left out: none. */
  readonly toldMs?: number;
  /** What the platform last said of `time-drift` for this device; left out: nothing. */
  readonly drift?: 'healthy' | 'unhealthy';
  /** The device reports `time-drift` itself. */
  readonly judgesItself?: true;
};

/** What a message says of its sending. `seq` 0: the sender does not number its messages. */
export type Sent = {
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
  /** An unnumbered message that is older than the latest one by more was sent after the clock was set back. */
  readonly setBackMs: number;
  /** What was observed so long before the message was sent says nothing about now. */
  readonly oldestMs: number;
};

/** A message in its place: in order or not, with what is to be added to its times. */
export type Placed = {
  readonly clock: DeviceClock;
  readonly shiftMs: number;
  readonly isNext: boolean;
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
export function placeMessage(
  known: DeviceClock | undefined,
  sent: SentMs,
  leastDelayMs: number,
  rule: ClockRule,
): Placed {
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
    ...(known?.drift ? { drift: known.drift } : {}),
    ...(known?.judgesItself ? { judgesItself: true } : {}),
  };
  return { clock, shiftMs, isNext: true };
}

/** The clock after a message without anything to place it by: its times are ours. */
export function heardWithoutTimes(known: DeviceClock | undefined, nowMs: number): DeviceClock {
  const clock = known ?? { seq: 0, sentAtMs: 0, shiftMs: 0, heardAtMs: nowMs };
  return nowMs > clock.heardAtMs ? { ...clock, heardAtMs: nowMs } : clock;
}

function withStretch({ earlier = [], seq, sentAtMs, shiftMs }: DeviceClock) {
  return [...earlier, { seq, sentAtMs, shiftMs }].slice(-stretchesKept);
}

/** Whether a message was sent after the latest one that is known. */
function isNext(
  known: DeviceClock,
  { seq, sentAtMs, takenAtMs }: SentMs,
  rule: ClockRule,
): boolean {
  const isNumbered = seq > 0 && known.seq > 0;
  // A message of before the clock was set back, or before the numbers began again.
  if (isNumbered && seq !== known.seq && stretchOf(known, seq, sentAtMs) !== null) return false;
  if (isNumbered && seq > known.seq) return true;
  if (sentAtMs > known.sentAtMs) return true;
  if (seq === 0 && known.sentAtMs - sentAtMs > rule.setBackMs) return true;
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

function placeLate(
  known: DeviceClock,
  { seq, sentAtMs, takenAtMs, nowMs }: SentMs,
  rule: ClockRule,
): Placed {
  const delayMs = takenAtMs - sentAtMs;
  const { shiftMs } = stretchOf(known, seq, sentAtMs) ?? known;
  const isAgain = seq === known.seq && sentAtMs === known.sentAtMs;
  const { stray } = known;
  const keepsStray =
    isAgain ||
    (stray !== undefined &&
      sentAtMs - stray.sentAtMs <= rule.onItsWayMs &&
      sentAtMs >= stray.sentAtMs);
  const clock: DeviceClock = {
    ...known,
    heardAtMs: Math.max(nowMs, known.heardAtMs),
    ...(keepsStray ? {} : { stray: { seq, sentAtMs, shiftMs: delayMs } }),
  };
  // Nothing was sent after it was received.
  return { clock, shiftMs: Math.min(shiftMs, delayMs + rule.agreesWithinMs), isNext: false };
}

/** The stretch of the past in which a message was sent; `null`: none that is known. */
function stretchOf(
  { earlier = [] }: DeviceClock,
  seq: number,
  sentAtMs: number,
): ClockStretch | null {
  return earlier.find((one) => sentAtMs <= one.sentAtMs && (seq === 0 || seq <= one.seq)) ?? null;
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
