/** Limits how many tasks run at once, in total and for each person. */

export type ConcurrencyLimits = {
  readonly most: number;
  readonly mostEach: number;
  /**
   * Creates the error for a task over the limit: the limit in total, or the limit of this person.
   */
  readonly refuse: (tooMany: 'ofAll' | 'ofPerson') => Error;
};

/** Runs a task for a person, or rejects without running it. */
export type ConcurrencyLimit = <A>(person: string, run: () => Promise<A>) => Promise<A>;

/** Creates a limit. No task runs yet. */
export function createConcurrencyLimit({
  most,
  mostEach,
  refuse,
}: ConcurrencyLimits): ConcurrencyLimit {
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
