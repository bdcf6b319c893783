/** Reproducible random numbers: the same seed gives the same fleet and the same scenarios. */

/** Returns numbers from 0 (inclusive) to 1 (exclusive); only the seed determines them. */
export type Random = () => number;

/** Starts a sequence. It is suitable for the demonstration, not for secrets. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Returns the list in a random order. */
export function shuffle<T>(list: readonly T[], random: Random): T[] {
  return list
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
