/** Opens the store that a deployable's settings name, so that deployables know no database. */
import { openSqliteStore } from './sqliteStore.ts';
import type { Store } from './store.ts';
import { StoreError } from './storeError.ts';

/** Which database; what `readStoreSettings` makes of a deployable's settings. */
export type StoreSettings =
  | {
      readonly kind: 'cosmos';
      /** `https://NAME.documents.azure.com`. */
      readonly endpoint: string;
      readonly database: string;
      /** Client id of the managed identity; `default`: whatever the surroundings offer. */
      readonly identity: string;
      /** Only for an account that still takes keys; empty: the identity. */
      readonly key: string;
    }
  /** One process on one machine. */
  | { readonly kind: 'sqlite'; readonly file: string };

/** Opens it. Throws a `StoreError` with a sentence when it cannot be had. */
export async function openStore(settings: StoreSettings): Promise<Store> {
  if (settings.kind === 'sqlite') return openSqliteStore({ file: settings.file });
  throw new StoreError('unavailable', `${settings.endpoint} cannot be opened yet.`);
}
