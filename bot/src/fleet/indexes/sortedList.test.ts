/** Compares the sorted list with an array that is sorted after each change. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSortedList } from './sortedList.ts';

type Value = { readonly rank: number; readonly id: number };
const compare = (one: Value, other: Value) => one.rank - other.rank || one.id - other.id;

describe('a sorted list', () => {
  it('equals a sorted array after each random change', () => {
    const step = fc.record({ isAdded: fc.boolean(), rank: fc.nat(5), id: fc.nat(30) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const list = createSortedList<Value>(compare);
        const expected = new Map<string, Value>();
        for (const { isAdded, ...value } of steps) {
          const key = `${value.rank} ${value.id}`;
          if (isAdded && expected.has(key)) continue;
          if (isAdded) {
            list.add(value);
            expected.set(key, value);
          } else {
            // An equal value may be another object. Removing an absent value changes nothing.
            list.remove({ ...value });
            expected.delete(key);
          }
          expect(list.chunks.flat()).toEqual([...expected.values()].sort(compare));
        }
      }),
    );
  });

  it('is empty at first, and again after all values were removed', () => {
    const list = createSortedList<number>((one, other) => one - other);
    expect(list.chunks.flat()).toEqual([]);
    for (const value of [3, 1, 2]) list.add(value);
    for (const value of [1, 3, 2]) list.remove(value);
    expect(list.chunks.flat()).toEqual([]);
  });

  it('stays in order when it becomes long', () => {
    const list = createSortedList<number>((one, other) => one - other);
    // 7919 is a prime, so every number below 3,000 is added once, in mixed order.
    const values = Array.from({ length: 3_000 }, (_, index) => (index * 7919) % 3_000);
    for (const value of values) list.add(value);
    expect(list.chunks.flat()).toEqual(values.map((_, index) => index));
    for (const value of values.filter((one) => one % 3 > 0)) list.remove(value);
    expect(list.chunks.flat()).toEqual(values.map((_, index) => index).filter((v) => v % 3 === 0));
  });
});
