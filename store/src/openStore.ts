/** Opens the store that a deployable's settings name, so that deployables know no database. */
import { openCosmosStore } from './cosmos/openCosmosStore.ts';
import { createMultiProcessStore, type MultiProcessStore } from './feed/multiProcessStore.ts';
import type { SubscribeOptions } from './feed/subscribeFeed.ts';
import { openSqliteStore } from './sqlite/sqliteStore.ts';
import type { Store } from './store.ts';

/** Which database a deployable works on. */
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
      /** After how many days events are forgotten; `null`: never. */
      readonly keepEventsDays: number | null;
    }
  /** One process on one machine. */
  | { readonly kind: 'sqlite'; readonly file: string };

/** The store as the log names it: the endpoint with its database, or the file. */
export function storeName(settings: StoreSettings): string {
  if (settings.kind === 'sqlite') return settings.file;
  return `${settings.endpoint} (database ${settings.database})`;
}

/** Opens it. Throws a `StoreError` with a sentence when it cannot be had. */
export async function openStore(settings: StoreSettings): Promise<Store> {
  if (settings.kind === 'sqlite') return openSqliteStore({ file: settings.file });
  const { endpoint, database, identity, key, keepEventsDays } = settings;
  const signIn = key === '' ? { managedIdentity: identity } : { key };
  const keep = keepEventsDays === null ? {} : { keepEventsDays };
  return openCosmosStore({ endpoint, database, signIn, ...keep });
}

/** Opens it as one of several processes on it; see `createMultiProcessStore`. */
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
