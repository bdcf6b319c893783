/**
 * A device's clock compared with the server's. A message contains its sending time by the device's clock,
 * and the server adds the time of receipt. The difference is the error of the clock plus the delay of
 * the message. Earlier messages and the order of messages distinguish the two.
 */
import type { Instant } from '../words.ts';

/** A period with one correction of a device's times, and the last message of this period. */
export type ClockPeriod = {
  readonly seq: number;
  readonly sentAtMs: number;
  /** The milliseconds added to the device's times to get server time. */
  readonly shiftMs: number;
};

/** The known state of one device's clock. Kept in memory, and stored with the next committed change. */
export type DeviceClock = ClockPeriod & {
  /** When the server received the latest message in order, by server time. */
  readonly heardAtMs: number;
  /** The latest earlier periods, oldest first: for messages of that time that arrive late or again. */
  readonly earlier?: readonly ClockPeriod[];
  /** A message that seems older than the latest one. A second one that agrees with it shows that the clock was set back. */
  readonly stray?: ClockPeriod;
  /** The correction that the history contains; absent: none. */
  readonly toldMs?: number;
  /** A correction that the history does not contain yet, and since when requests agree on it; absent: none. */
  readonly untold?: { readonly shiftMs: number; readonly sinceMs: number };
  /** The platform's last `time-drift` reading for this device; absent: none. */
  readonly drift?: 'healthy' | 'unhealthy';
  /** The device reports `time-drift` itself. */
  readonly judgesItself?: true;
};

/** The sequence number and the times of a message's sending. `seq` 0: the sender does not number its messages. */
export type Sending = {
  readonly seq: number;
  /** By the sender's own clock. */
  readonly at: Instant;
  /** When the server received it; absent: at the time at which it is applied. */
  readonly takenAt?: Instant;
};

/** The limits for device clocks. Durations are in milliseconds. */
export type ClockRule = {
  /** The usual difference of two correct clocks. A message sent later than its receipt by more than this comes from a clock that is ahead. */
  readonly agreesWithinMs: number;
  /** The longest usual delay of a message. A longer delay counts as a clock that is behind. */
  readonly onItsWayMs: number;
  /** The largest usable error. With a larger one, each message counts as sent when it is received. */
  readonly boundMs: number;
  /** The greatest age of a reading at the sending of its message. An older reading does not describe the present. */
  readonly oldestMs: number;
};

/** Whether a message is in order, and the correction of its times. */
export type OrderedMessage = {
  readonly clock: DeviceClock;
  readonly shiftMs: number;
  readonly isNext: boolean;
  /** False: the time at which this late message was sent is unknown. */
  readonly isPlaced: boolean;
  /** Its sequence number is higher than that of every other message. */
  readonly isNumberedNext: boolean;
};

type SentMs = {
  readonly seq: number;
  readonly sentAtMs: number;
  readonly takenAtMs: number;
  readonly nowMs: number;
};

/** Enough for a clock that is set twice while earlier messages still arrive. */
const maxPeriods = 6;

/**
 * Compares a message with the known state of its device's clock. `leastDelayMs`: the smallest difference
 * between receipt and sending of this message and the later ones in the same request. A delay is never
 * negative, so the smallest difference is the upper limit of the clock's error.
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
  const shiftMs = correctionFor(known, sentAtMs, delayMs, leastDelayMs, rule);
  const isNumberedAnew = seq > 0 && seq < (known?.seq ?? 0);
  const isSame = known === undefined || (known.shiftMs === shiftMs && !isNumberedAnew);
  const before = isSame ? known?.earlier : withPeriod(known);
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

/** The clock after a message without a sending time: its times are in server time. */
export function clockWithoutTimes(known: DeviceClock | undefined, nowMs: number): DeviceClock {
  const clock = known ?? { seq: 0, sentAtMs: 0, shiftMs: 0, heardAtMs: nowMs };
  return nowMs > clock.heardAtMs ? { ...clock, heardAtMs: nowMs } : clock;
}

function withPeriod({ earlier = [], seq, sentAtMs, shiftMs }: DeviceClock) {
  return [...earlier, { seq, sentAtMs, shiftMs }].slice(-maxPeriods);
}

/** Whether a message was sent after the latest known one. */
function isNext(known: DeviceClock, sent: SentMs, rule: ClockRule): boolean {
  const { seq, sentAtMs, takenAtMs } = sent;
  const isNumbered = seq > 0 && known.seq > 0;
  // Such a message may be from before the clock was set back, or from before the numbers started again.
  if (isNumbered && seq > known.seq) {
    const { earlier = [] } = known;
    return sentAtMs > known.sentAtMs || lateCorrection(known, sent, rule, earlier) === null;
  }
  if (isNumbered && seq < known.seq && sentAtMs > known.sentAtMs)
    return lateCorrection(known, sent, rule) === null;
  if (sentAtMs > known.sentAtMs) return true;
  return isSecondStray(known.stray, { seq, sentAtMs, shiftMs: takenAtMs - sentAtMs }, rule);
}

/** Whether two messages are in order and equally far apart by the device's clock and the server's: the clock was set. */
function isSecondStray(stray: ClockPeriod | undefined, one: ClockPeriod, rule: ClockRule): boolean {
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
  const shiftMs = lateCorrection(known, sent, rule);
  const clock: DeviceClock = {
    ...known,
    ...(isStray(known, sent, rule) ? { stray: { seq, sentAtMs, shiftMs: delayMs } } : {}),
  };
  const late = { clock, isNext: false, isNumberedNext: false };
  if (shiftMs !== null) return { ...late, shiftMs, isPlaced: true };
  return { ...late, shiftMs: Math.min(known.shiftMs, delayMs), isPlaced: false };
}

/** Whether a late message may be the first one after the clock was set. The first of several is kept. */
function isStray({ seq, sentAtMs, stray }: DeviceClock, sent: SentMs, rule: ClockRule): boolean {
  if (sent.seq === seq && sent.sentAtMs === sentAtMs) return false;
  if (stray === undefined) return true;
  const apartMs = sent.sentAtMs - stray.sentAtMs;
  return apartMs < 0 || apartMs > rule.onItsWayMs;
}

/**
 * The correction for a message that was sent before the latest one; `null`: it fits no known period. The
 * message belongs to the period of the next message by number. It belongs to the period before when the
 * clock was set while the message was on its way.
 */
function lateCorrection(
  known: DeviceClock,
  { seq, sentAtMs, takenAtMs }: SentMs,
  { agreesWithinMs }: ClockRule,
  periods: readonly ClockPeriod[] = [...(known.earlier ?? []), known],
): number | null {
  for (const [index, one] of periods.entries()) {
    const isBefore = seq > 0 && one.seq > 0 ? seq <= one.seq : sentAtMs <= one.sentAtMs;
    if (!isBefore) continue;
    const previous = periods[index - 1];
    const latestMs = Math.min(takenAtMs, one.sentAtMs + one.shiftMs) + agreesWithinMs;
    const earliestMs = previous ? previous.sentAtMs + previous.shiftMs - agreesWithinMs : -Infinity;
    const fits = ({ shiftMs }: ClockPeriod) =>
      sentAtMs + shiftMs <= latestMs && sentAtMs + shiftMs >= earliestMs;
    if (fits(one)) return one.shiftMs;
    if (previous && fits(previous)) return previous.shiftMs;
  }
  return null;
}

function correctionFor(
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
  // The message arrived earlier than the known error allows, so the error is smaller.
  if (delayMs < shiftMs) return Math.abs(leastMs) <= agreesWithinMs ? 0 : leastMs;
  // A long delay, as a later message with the usual delay shows; or a clock that was set back.
  return isAbout(leastMs - shiftMs) || leastMs < shiftMs ? shiftMs : leastMs;
}
