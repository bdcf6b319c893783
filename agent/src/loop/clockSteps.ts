/**
 * The device's clock may be set while messages wait: after a start without a battery, for example. Then
 * their times are of another clock than `sentAt`, and the platform cannot know it. The time for which the
 * device has been up tells how far the clock was set.
 */
import type { SpooledMessage } from '../spool/spool.ts';

/** Less is not a set clock, but one that is kept right. */
const noticeableMs = 2_000;

export type ClockSteps = {
  /** Notes that this message, and those before it, are of the clock as it is now. */
  note(seq: number): void;
  /** The message with the times that the clock of now would have shown. */
  follow(message: SpooledMessage): SpooledMessage;
};

/** Where nothing is known of the time for which the device has been up. */
export const noSteps: ClockSteps = { note: () => {}, follow: (message) => message };

/** Knows the messages of this run only; those of an earlier one keep their times. */
export function createClockSteps(now: () => Date, uptimeMs: () => number): ClockSteps {
  /** Clock less uptime: constant until the clock is set. Each from the first message on. */
  const stretches: { readonly fromSeq: number; readonly startedAtMs: number }[] = [];
  const startedAtMs = () => now().getTime() - uptimeMs();
  return {
    note(seq) {
      const last = stretches.at(-1)?.startedAtMs;
      const at = startedAtMs();
      if (last === undefined || Math.abs(at - last) > noticeableMs)
        stretches.push({ fromSeq: seq, startedAtMs: at });
    },
    follow(message) {
      const of = stretches.findLast(({ fromSeq }) => fromSeq <= message.seq);
      const shiftMs = of === undefined ? 0 : startedAtMs() - of.startedAtMs;
      return Math.abs(shiftMs) > noticeableMs ? shifted(message, shiftMs) : message;
    },
  };
}

function shifted({ seq, items }: SpooledMessage, shiftMs: number): SpooledMessage {
  return {
    seq,
    items: items.map((item) => {
      if (!('observedAt' in item) || item.observedAt === undefined) return item;
      const atMs = Date.parse(item.observedAt) + shiftMs;
      return { ...item, observedAt: new Date(atMs).toISOString() };
    }),
  };
}
