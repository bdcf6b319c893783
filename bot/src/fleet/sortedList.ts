/** Keeps values in order as they come and go: lists are cut from it, never sorted per request. */

/** A list that stays sorted. `compare` must tell any two different values apart. */
export type SortedList<T> = {
  add(value: T): void;
  remove(value: T): void;
  /** In order. Must not be changed. */
  readonly values: readonly T[];
};

/** An empty list sorted by `compare`. Add and remove find their place by bisection. */
export function createSortedList<T>(compare: (one: T, other: T) => number): SortedList<T> {
  const values: T[] = [];
  const placeOf = (value: T): number => {
    let low = 0;
    let high = values.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const there = values[middle];
      if (there !== undefined && compare(there, value) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    values,
    add: (value) => {
      values.splice(placeOf(value), 0, value);
    },
    remove: (value) => {
      const place = placeOf(value);
      const there = values[place];
      if (there !== undefined && compare(there, value) === 0) values.splice(place, 1);
    },
  };
}
