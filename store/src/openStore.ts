/** Opens the store that the settings name, so that no deployable depends on one database. */
import { openCosmosStore } from './cosmos/openCosmosStore.ts';
import { createMultiProcessStore, type MultiProcessStore } from './feed/multiProcessStore.ts';
import type { SubscribeOptions } from './feed/subscribeFeed.ts';
import { openSqliteStore } from './sqlite/sqliteStore.ts';
import type { Store } from './store.ts';

/** Which database a deployable uses. */
export type StoreSettings =
  | {
      readonly kind: 'cosmos';
      /** `https://NAME.documents.azure.com`. */
      readonly endpoint: string;
      readonly database: string;
      /** Client id of the managed identity; `default`: the identity that the environment offers. */
      readonly identity: string;
      /** Only for an account that still accepts keys; empty: sign in with the identity. */
      readonly key: string;
      /** Number of days after which events expire; `null`: never. */
      readonly keepEventsDays: number | null;
    }
  /** One process on one machine. */
  | { readonly kind: 'sqlite'; readonly file: string };

/** The name of the store in the log: the endpoint with its database, or the file. */
export function storeName(settings: StoreSettings): string {
  if (settings.kind === 'sqlite') return settings.file;
  return `${settings.endpoint} (database ${settings.database})`;
}

/** Opens the store. Throws a `StoreError` with a sentence when that fails. */
export async function openStore(settings: StoreSettings): Promise<Store> {
  if (settings.kind === 'sqlite') return openSqliteStore({ file: settings.file });
  const { endpoint, database, identity, key, keepEventsDays } = settings;
  const signIn = key === '' ? { managedIdentity: identity } : { key };
  const keep = keepEventsDays === null ? {} : { keepEventsDays };
  return openCosmosStore({ endpoint, database, signIn, ...keep });
}

/** Opens a store that several processes share; see `createMultiProcessStore`. */
export async function openMultiProcessStore(
  settings: StoreSettings,
  options: SubscribeOptions,
): Promise<MultiProcessStore> {
  const store = await openStore(settings);
  try {
    return await createMultiProcessStore(store, options);
  } catch (error) {
    await store.close();
    throw error;
  }
}
