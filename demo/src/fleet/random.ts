/** Chance that repeats itself: the same seed gives the same fleet and the same stories. */

/** Numbers from 0 up to (not including) 1, in an order that the seed alone decides. */
export type Random = () => number;

/** Starts a sequence. Good enough to scatter a demonstration, not for secrets. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A list in a new order. */
export function shuffled<T>(list: readonly T[], random: Random): T[] {
  return list
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
