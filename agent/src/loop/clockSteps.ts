/**
 * The device's clock may be set while messages wait, for example after a start without a battery. Then the
 * times of the messages do not fit to `sentAt`, and the platform cannot detect this. The uptime shows by how
 * much the clock was set.
 */
import type { SpooledMessage } from '../spool/spool.ts';

/** Smaller changes come from time synchronisation; they do not count as a set clock. */
const noticeableMs = 2_000;

export type ClockSteps = {
  /** Records that messages up to this number have times of the current clock. */
  record(seq: number): void;
  /** Returns the message with its times converted to the current clock. */
  adjust(message: SpooledMessage): SpooledMessage;
};

/** Used when the uptime of the device is unknown: changes no times. */
export const noSteps: ClockSteps = { record: () => {}, adjust: (message) => message };

/** Adjusts only messages of this process; messages of an earlier process keep their times. */
export function createClockSteps(now: () => Date, uptimeMs: () => number): ClockSteps {
  /** Clock minus uptime is constant until the clock is set. Each period starts at its first message. */
  const periods: { readonly fromSeq: number; readonly startedAtMs: number }[] = [];
  const startedAtMs = () => now().getTime() - uptimeMs();
  return {
    record(seq) {
      const last = periods.at(-1)?.startedAtMs;
      const at = startedAtMs();
      if (last === undefined || Math.abs(at - last) > noticeableMs)
        periods.push({ fromSeq: seq, startedAtMs: at });
    },
    adjust(message) {
      const of = periods.findLast(({ fromSeq }) => fromSeq <= message.seq);
      const shiftMs = of === undefined ? 0 : startedAtMs() - of.startedAtMs;
      return Math.abs(shiftMs) > noticeableMs ? shiftTimes(message, shiftMs) : message;
    },
  };
}

function shiftTimes({ seq, items }: SpooledMessage, shiftMs: number): SpooledMessage {
  return {
    seq,
    items: items.map((item) => {
      if (!('observedAt' in item) || item.observedAt === undefined) return item;
      const atMs = Date.parse(item.observedAt) + shiftMs;
      return { ...item, observedAt: new Date(atMs).toISOString() };
    }),
  };
}
