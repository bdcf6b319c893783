/** Counts how often each recommended action was successful and how often it failed, over all rooms. */
import {
  type AdviceRecord,
  type Room,
  type SignalType,
  signalRecords,
  signalTypeOf,
} from '@rooms-pro/core';

export type AdviceSums = {
  /** Replaces the previous state of a room. */
  update(before: Room | null, after: Room): void;
  /** Removes a room. */
  remove(room: Room): void;
  /** The sum of an action, by its key (`adviceKeyFor`). */
  of(type: SignalType, advice: string): AdviceRecord;
};

const zero: AdviceRecord = { held: 0, failed: 0 };

/** Creates sums without rooms. */
export function createAdviceSums(): AdviceSums {
  const sums = new Map<string, AdviceRecord>();

  function add(type: SignalType, advice: string, { held, failed }: AdviceRecord, sign: 1 | -1) {
    const key = `${type}|${advice}`;
    const sum = sums.get(key) ?? zero;
    sums.set(key, { held: sum.held + sign * held, failed: sum.failed + sign * failed });
  }

  return {
    update(before, after) {
      for (const [signal, { advice }] of signalRecords(after)) {
        const earlier = before?.signals[signal]?.advice;
        if (earlier === advice) continue;
        const type = signalTypeOf(signal);
        for (const [key, record] of Object.entries(earlier ?? {})) add(type, key, record, -1);
        for (const [key, record] of Object.entries(advice)) add(type, key, record, 1);
      }
    },
    remove(room) {
      for (const [signal, { advice }] of signalRecords(room))
        for (const [key, record] of Object.entries(advice))
          add(signalTypeOf(signal), key, record, -1);
    },
    of: (type, advice) => sums.get(`${type}|${advice}`) ?? zero,
  };
}
