/** The sizes of the benchmark: the full size of the product's targets, or a small size to check that it works. */
export type Sizes = {
  readonly rooms: number;
  /** The number of rooms of the long list. */
  readonly manyRooms: number;
  readonly batch: number;
  readonly rounds: number;
  readonly roundMs: number;
  /** Transitions offered per second, and the duration. */
  readonly rates: readonly { readonly rate: number; readonly seconds: number }[];
  /** The number of requests for each kind of list. */
  readonly listRequests: number;
};

export const fullSize: Sizes = {
  rooms: 10_000,
  manyRooms: 100_000,
  batch: 100,
  rounds: 5,
  roundMs: 1_500,
  rates: [
    { rate: 200, seconds: 10 },
    { rate: 1_000, seconds: 10 },
    { rate: 2_000, seconds: 10 },
  ],
  listRequests: 100,
};

export const quickSize: Sizes = {
  rooms: 60,
  manyRooms: 120,
  batch: 20,
  rounds: 1,
  roundMs: 60,
  rates: [
    { rate: 200, seconds: 0.2 },
    { rate: 1_000, seconds: 0.1 },
    { rate: 2_000, seconds: 0.1 },
  ],
  listRequests: 5,
};
