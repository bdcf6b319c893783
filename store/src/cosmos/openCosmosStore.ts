/** Entry point of the store on Azure Cosmos DB. It loads the SDK only when a store is opened. */
import type { CosmosStore, CosmosStoreOptions } from './cosmosOptions.ts';

export type * from './cosmosOptions.ts';

/**
 * Opens the store. Throws a `StoreError` when the account is unreachable or refuses the sign-in, or
 * when the database or a container is missing and `createMissing` is off.
 */
export async function openCosmosStore(options: CosmosStoreOptions): Promise<CosmosStore> {
  const { startCosmosStore } = await import('./cosmosStore.ts');
  return startCosmosStore(options);
}
