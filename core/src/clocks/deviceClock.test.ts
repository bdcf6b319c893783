import { describe, expect, it } from 'vitest';
import { defaultRules } from '../signals/rules/defaultRules.ts';
import { type DeviceClock, orderMessage } from './deviceClock.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const rule = defaultRules.clock;
const start = Date.parse('2026-03-02T08:00:00.000Z');

/** A message sent a given time ago by a clock with a given error. */
type Arrival = {
  readonly seq: number;
  readonly atMs: number;
  readonly offMs?: number;
  readonly agoMs?: number;
};

function arrive(known: DeviceClock | undefined, { seq, atMs, offMs = 0, agoMs = 0 }: Arrival) {
  const nowMs = start + atMs;
  const sentAtMs = nowMs - agoMs + offMs;
  return orderMessage(known, { seq, sentAtMs, takenAtMs: nowMs, nowMs }, nowMs - sentAtMs, rule);
}

function after(...arrivals: readonly Arrival[]): DeviceClock | undefined {
  let known: DeviceClock | undefined;
  for (const one of arrivals) known = arrive(known, one).clock;
  return known;
}

describe('the clock of a device', () => {
  it('that is correct stays correct, with any delay of messages up to a minute', () => {
    const known = after({ seq: 1, atMs: 0 }, { seq: 2, atMs: minute, agoMs: 40_000 });
    expect(known?.shiftMs).toBe(0);
    expect(arrive(known, { seq: 3, atMs: 2 * minute, agoMs: 200 }).shiftMs).toBe(0);
  });

  it('keeps its correction when the delay grows, and uses the shorter delay', () => {
    const known = after({ seq: 1, atMs: 0, offMs: -day, agoMs: 3_000 });
    expect(known?.shiftMs).toBe(day + 3_000);
    expect(arrive(known, { seq: 2, atMs: minute, offMs: -day, agoMs: 20_000 }).shiftMs).toBe(
      day + 3_000,
    );
    expect(arrive(known, { seq: 2, atMs: minute, offMs: -day, agoMs: 100 }).shiftMs).toBe(
      day + 100,
    );
  });

  it('applies the earlier correction to a message from before it was set', () => {
    const known = after(
      { seq: 1, atMs: 0 },
      { seq: 2, atMs: minute },
      { seq: 4, atMs: 3 * minute, offMs: -day },
      { seq: 5, atMs: 4 * minute, offMs: -day },
    );
    // Known before, and still on its way when the clock was set.
    for (const seq of [2, 3]) {
      const agoMs = (6 - seq) * minute;
      const late = arrive(known, { seq, atMs: 5 * minute, agoMs });
      expect(late).toMatchObject({ isNext: false, isPlaced: true, shiftMs: 0 });
    }
    const newer = arrive(known, { seq: 4, atMs: 5 * minute, offMs: -day, agoMs: 2 * minute });
    expect(newer).toMatchObject({ isNext: false, isPlaced: true, shiftMs: day });
  });

  it('treats a lower number with an older time as late, and with a later time as a restart', () => {
    const known = after({ seq: 8, atMs: 0 }, { seq: 9, atMs: minute });
    const late = arrive(known, { seq: 3, atMs: 2 * minute, offMs: -3 * day });
    expect(late.isNext).toBe(false);
    const future = arrive(known, { seq: 7, atMs: 2 * minute, offMs: day, agoMs: minute });
    expect(future.isNext).toBe(true);
  });

  it('treats restarted numbers as later messages, and old messages as late', () => {
    const known = after({ seq: 5_000, atMs: 0 }, { seq: 1, atMs: 5 * minute });
    expect(known).toMatchObject({ seq: 1 });
    const old = arrive(known, { seq: 4_999, atMs: 6 * minute, agoMs: 8 * minute });
    expect(old).toMatchObject({ isNext: false, isPlaced: true });
    expect(arrive(known, { seq: 2, atMs: 10 * minute }).isNext).toBe(true);
  });

  it('detects with the second message that both numbers and clock were reset', () => {
    const known = after({ seq: 5_000, atMs: 0 }, { seq: 1, atMs: 5 * minute, offMs: -day });
    expect(known).toMatchObject({ seq: 5_000 });
    const second = arrive(known, { seq: 2, atMs: 10 * minute, offMs: -day });
    expect(second).toMatchObject({ isNext: true, shiftMs: day });
  });

  it('uses the sending time of messages without numbers, and detects a clock that was set back', () => {
    const known = after({ seq: 0, atMs: 0 }, { seq: 0, atMs: 5 * minute });
    expect(arrive(known, { seq: 0, atMs: 6 * minute, agoMs: 2 * minute }).isNext).toBe(false);
    // A much older message may be a repetition: the second one shows that the clock was set back.
    const first = arrive(known, { seq: 0, atMs: 6 * minute, offMs: -day });
    expect(first.isNext).toBe(false);
    const second = arrive(first.clock, { seq: 0, atMs: 11 * minute, offMs: -day });
    expect(second).toMatchObject({ isNext: true, shiftMs: day });
  });

  it('with an error of more than a year counts each message as sent when it is received', () => {
    const known = after({ seq: 1, atMs: 0, offMs: -9_000 * day });
    expect(arrive(known, { seq: 2, atMs: minute, offMs: -9_000 * day, agoMs: 700 }).shiftMs).toBe(
      9_000 * day + 700,
    );
  });
});
