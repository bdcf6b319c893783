/** Limits how much runs at once, in all and for each person. */

export type PlaceLimits = {
  readonly most: number;
  readonly mostEach: number;
  /** The error for one that is too many, of everyone's or of this person's. */
  readonly refuse: (tooMany: 'ofAll' | 'ofPerson') => Error;
};

/** Runs a task for a person, or rejects without running it. */
export type Places = <A>(person: string, run: () => Promise<A>) => Promise<A>;

/** All places are free. */
export function createPlaces({ most, mostEach, refuse }: PlaceLimits): Places {
  const taken = new Map<string, number>();
  let all = 0;

  return async (person, run) => {
    const own = taken.get(person) ?? 0;
    if (own >= mostEach) throw refuse('ofPerson');
    if (all >= most) throw refuse('ofAll');
    taken.set(person, own + 1);
    all += 1;
    try {
      return await run();
    } finally {
      all -= 1;
      const left = (taken.get(person) ?? 1) - 1;
      if (left > 0) taken.set(person, left);
      else taken.delete(person);
    }
  };
}
