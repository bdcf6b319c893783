/** A store under test, for the suites of the store's contract. */
import type { StoredKind } from '../quarantine/quarantine.ts';
import type { Store } from '../store.ts';

/** Replaces a stored value; `notJson`: replaces it with a text that cannot be parsed. */
export type Damage = ((value: object) => unknown) | 'notJson';

/** A store under test, with functions to open it again on the same data and to remove it. */
export type OpenedStore = {
  readonly store: Store;
  reopen(): Promise<Store>;
  dispose(): Promise<void>;
  /** Changes the database without the store; false: this database cannot contain such a value. */
  damage(kind: StoredKind, id: string, damage: Damage): Promise<boolean>;
  /** The store, still open after the damage; `null`: the damage required a closed store. */
  whileOpen(): Promise<Store | null>;
  /** Writes rooms `1` to `total` directly, for databases where a commit of each room takes too long. */
  seed?(total: number): Promise<void>;
};

/** The store of a contract test: a new one for each test. */
export type Trial = {
  store: Store;
  reopen: () => Promise<Store>;
  seed: (total: number) => Promise<void>;
  damage: OpenedStore['damage'];
  whileOpen: OpenedStore['whileOpen'];
};
