/** Opens the store that a deployable's settings name, so that deployables know no database. */
import { openCosmosStore } from './cosmos.ts';
import { createFollowedStore, type FollowedStore } from './followedStore.ts';
import type { FollowOptions } from './followFeed.ts';
import { openSqliteStore } from './sqliteStore.ts';
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
    }
  /** One process on one machine. */
  | { readonly kind: 'sqlite'; readonly file: string };

/** The settings of a deployable that say which database it works on. */
export type StoreVariables = {
  readonly COSMOS_ENDPOINT: string;
  readonly COSMOS_DATABASE: string;
  readonly COSMOS_KEY: string;
  readonly AZURE_CLIENT_ID: string;
  readonly STORE_FILE: string;
};

/** Which database they name; `null`: none. */
export function storeSettingsOf(variables: StoreVariables): StoreSettings | null {
  const { COSMOS_ENDPOINT: endpoint, STORE_FILE: file } = variables;
  if (endpoint !== '')
    return {
      kind: 'cosmos',
      endpoint,
      database: variables.COSMOS_DATABASE,
      identity: variables.AZURE_CLIENT_ID || 'default',
      key: variables.COSMOS_KEY,
    };
  return file === '' ? null : { kind: 'sqlite', file };
}

/** Opens it. Throws a `StoreError` with a sentence when it cannot be had. */
export async function openStore(settings: StoreSettings): Promise<Store> {
  if (settings.kind === 'sqlite') return openSqliteStore({ file: settings.file });
  const { endpoint, database, identity, key } = settings;
  const signIn = key === '' ? { managedIdentity: identity } : { key };
  return openCosmosStore({ endpoint, database, signIn });
}

/** Opens it as one of several processes on it; see `createFollowedStore`. */
export async function openFollowedStore(
  settings: StoreSettings,
  options: FollowOptions,
): Promise<FollowedStore> {
  const store = await openStore(settings);
  try {
    return await createFollowedStore(store, options);
  } catch (error) {
    await store.close();
    throw error;
  }
}
