/** The options of the benchmark, and what each of its parts receives. */
import type { Sizes } from './sizes.ts';

export type BenchOptions = {
  readonly sizes: Sizes;
  /** The search path for Alertmanager. */
  readonly searched: string;
  /** Receives a sentence about the next step. */
  readonly report: (sentence: string) => void;
};

/** The context of a part of the benchmark. */
export type Bench = BenchOptions & {
  readonly alertmanager: string | null;
  /** Creates a new, empty folder with this name. */
  readonly folder: (name: string) => Promise<string>;
};
