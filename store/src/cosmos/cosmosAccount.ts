/** Opens an account of Cosmos DB: signs in and finds the database with its two containers. */
import {
  type Container,
  type ContainerRequest,
  CosmosClient,
  type CosmosClientOptions,
} from '@azure/cosmos';
import { azureCredential } from '../azureCredential.ts';
import type { CosmosAccountOptions, CosmosSignIn } from './cosmosOptions.ts';
import { faultStatus } from './requests/cosmosErrors.ts';
import type { RequestMeter } from './requests/requestMeter.ts';

/** Partition `/roomId`: one 'room' document per room and all its events, so one batch can write both. */
export const roomsContainer: ContainerRequest = {
  id: 'rooms',
  partitionKey: { paths: ['/roomId'], version: 2 },
  indexingPolicy: {
    indexingMode: 'consistent',
    automatic: true,
    includedPaths: [
      { path: '/roomId/?' },
      // Only room documents have a kind, and it never changes: it separates rooms from events.
      { path: '/kind/?' },
      // Only events have these two: for the order of history, and for the history of one signal.
      { path: '/revision/?' },
      { path: '/signals/[]/?' },
    ],
    excludedPaths: [{ path: '/*' }, { path: '/"_etag"/?' }],
  },
  // Expiry is on, but only documents with a `ttl` expire: events have one when `keepEventsDays` is set.
  defaultTtl: -1,
};

/** Partition `/kind`: one query in one partition reads a whole kind; a read by id costs 1 RU. */
export const documentsContainer: ContainerRequest = {
  id: 'documents',
  partitionKey: { paths: ['/kind'], version: 2 },
  indexingPolicy: {
    indexingMode: 'consistent',
    automatic: true,
    includedPaths: [{ path: '/kind/?' }],
    excludedPaths: [{ path: '/*' }, { path: '/"_etag"/?' }],
  },
};

export type CosmosAccount = {
  readonly rooms: Container;
  readonly documents: Container;
  close(): void;
};

/** Signs in and checks that both containers exist; it sends no other request. */
export async function openAccount(
  options: CosmosAccountOptions,
  meter: RequestMeter,
): Promise<CosmosAccount> {
  const client = new CosmosClient({
    endpoint: options.endpoint,
    ...toCredential(options.signIn),
    // Each instance reads its own writes. Without this option the SDK sends no session token.
    consistencyLevel: 'Session',
    userAgentSuffix: 'rooms-pro-management',
    httpClient: meter.httpClient,
    connectionPolicy: {
      requestTimeout: options.requestTimeoutMs ?? 10_000,
      // The store retries throttled requests itself, with bounds and counts (`createRetry`).
      retryOptions: {
        maxRetryAttemptCount: 0,
        fixedRetryIntervalInMilliseconds: 0,
        maxWaitTimeInSeconds: 0,
      },
    },
  });
  try {
    return await findContainers(client, options);
  } catch (error) {
    client.dispose();
    throw error;
  }
}

async function findContainers(
  client: CosmosClient,
  { database: id, createMissing, throughput }: CosmosAccountOptions,
): Promise<CosmosAccount> {
  if (createMissing) {
    const limit = throughput === undefined ? {} : { maxThroughput: throughput };
    await ignoreExisting(client.databases.createIfNotExists({ id, ...limit }));
    const { containers } = client.database(id);
    for (const container of [roomsContainer, documentsContainer]) {
      // A copy, because the SDK modifies the object that it receives.
      await ignoreExisting(containers.createIfNotExists(structuredClone(container)));
    }
  }
  const [rooms, documents] = [roomsContainer, documentsContainer].map((container) =>
    client.database(id).container(container.id ?? ''),
  ) as [Container, Container];
  await Promise.all([rooms.read(), documents.read()]);
  return { rooms, documents, close: () => client.dispose() };
}

/** Two instances that start at the same time both try to create it; the second gets status 409. */
async function ignoreExisting(creating: Promise<unknown>): Promise<void> {
  await creating.catch((error: unknown) => {
    if (faultStatus(error) !== 409) throw error;
  });
}

function toCredential(signIn: CosmosSignIn): Pick<CosmosClientOptions, 'key' | 'aadCredentials'> {
  if ('key' in signIn) return { key: signIn.key };
  if ('credential' in signIn) return { aadCredentials: signIn.credential };
  return { aadCredentials: azureCredential(signIn.managedIdentity) };
}
