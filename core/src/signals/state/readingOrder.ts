/** The order of the readings of one device. */
import { between, instantAfter } from '../../instant.ts';
import type { SignalRecord } from '../../room.ts';
import type { Reading, SignalId } from '../../words.ts';
import { findReport } from './severalDevices.ts';

/** What a message shows about the order of its readings. */
export type MessageOrder = {
  readonly device: string;
  /** Whether the message was sent after every other message of the device. */
  readonly isNext: boolean;
  /** Whether its sequence number shows that it is later. */
  readonly isNumberedNext: boolean;
  /** The signals of the earlier readings of the message. */
  readonly readSignals: Set<SignalId>;
};

/**
 * The reading with an `observedAt` after the device's last reading, where the reading is in fact later. It
 * is later when the device's own clock shows this, although the correction of the clock changed in
 * between. At the same instant it is later when its message has a higher sequence number.
 */
export function inOrder(
  record: SignalRecord,
  reading: Reading,
  { device, isNext, isNumberedNext, readSignals }: MessageOrder,
): Reading {
  const last = isNext ? findReport(record, device) : null;
  if (last === null || reading.observedAt > last.observedAt) return reading;
  const { shiftMs = 0, observedAt } = reading;
  const { shiftMs: lastShiftMs = 0 } = last;
  const apartMs = between(last.observedAt, observedAt) - (shiftMs - lastShiftMs);
  const isSameInstant = apartMs === 0 && last.observedAt === observedAt;
  const isLater = isSameInstant
    ? isNumberedNext && !readSignals.has(reading.signal) && reading.state !== last.state
    : shiftMs !== lastShiftMs && apartMs > 0;
  if (!isLater) return reading;
  const after = instantAfter(last.observedAt, 1);
  return { ...reading, observedAt: after, shiftMs: shiftMs + between(observedAt, after) };
}
