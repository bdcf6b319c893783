/**
 * The Cosmos store for a story: the real SDK over real HTTP, against the strict fake; attachments
 * in Azurite where there is one.
 */
import {
  type CosmosStats,
  type CosmosStore,
  openBlobAttachments,
  openCosmosStore,
} from '@rooms-pro/store';
import { startFakeCosmos } from '@rooms-pro/testing/cosmos';
import { azuriteMain, startAzurite } from '../../../store/src/attachments/azurite.suite.ts';
import { onFakeCosmos } from '../../../store/src/cosmos/cosmosTrial.suite.ts';
import type { Database } from './platform.ts';

/** Starts a fake; at the end says what the story cost, and throws if the fake took offence. */
export async function startCosmos(): Promise<Database> {
  const fakeCosmos = await startFakeCosmos();
  const azurite = azuriteMain === '' ? null : await startAzurite();
  let store: CosmosStore | null = null;
  return {
    async openStore() {
      store = await openCosmosStore(onFakeCosmos(fakeCosmos));
      return store;
    },
    ...(azurite
      ? { openAttachments: () => openBlobAttachments({ ...azurite, createMissing: true }) }
      : {}),
    async stop() {
      await fakeCosmos.stop();
      await azurite?.stop();
      if (store) console.log(billOf(store.stats()));
      if (fakeCosmos.offences.length > 0) throw new Error(fakeCosmos.offences.join('\n'));
    },
  };
}

/** The request units in all and for each kind of operation, in one sentence. */
function billOf({ requestUnits, requests, operations }: CosmosStats): string {
  const parts = Object.entries(operations)
    .filter(([, toll]) => toll.requests > 0)
    .map(
      ([operation, toll]) => `${operation} ${toll.requestUnits.toFixed(1)} (${toll.calls} calls)`,
    );
  const sum = `${requestUnits.toFixed(1)} request units in ${requests} requests`;
  return `The story on Cosmos DB: ${sum}; ${parts.join(', ')}.`;
}
