/** Opening an account of Cosmos DB: sign-in, and the database with its two containers. */
import {
  type Container,
  type ContainerRequest,
  CosmosClient,
  type CosmosClientOptions,
} from '@azure/cosmos';
import { azureCredential } from '../azureCredential.ts';
import { statusOf } from './cosmosErrors.ts';
import type { CosmosAccountOptions, CosmosSignIn } from './openCosmosStore.ts';
import type { RequestMeter } from './requestMeter.ts';

/** Partition `/roomId`: each room's one 'room' document and all its events, so a batch holds both. */
export const roomsContainer: ContainerRequest = {
  id: 'rooms',
  partitionKey: { paths: ['/roomId'], version: 2 },
  indexingPolicy: {
    indexingMode: 'consistent',
    automatic: true,
    includedPaths: [
      { path: '/roomId/?' },
      // Only room documents have a kind, which never changes: it tells them from their events.
      { path: '/kind/?' },
      // Only events have these: the order of history, and the history of one signal.
      { path: '/revision/?' },
      { path: '/signals/[]/?' },
    ],
    excludedPaths: [{ path: '/*' }, { path: '/"_etag"/?' }],
  },
  // On, and nothing expires unless it says so itself: events do when `keepEventsDays` is given.
  defaultTtl: -1,
};

/** Partition `/kind`: a kind is read as a whole in one partition, a document by id at 1 RU. */
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

/** Signs in and makes sure that both containers are there; nothing else is asked of the account. */
export async function openAccount(
  options: CosmosAccountOptions,
  meter: RequestMeter,
): Promise<CosmosAccount> {
  const client = new CosmosClient({
    endpoint: options.endpoint,
    ...credentialOf(options.signIn),
    // Each instance reads what it wrote; without saying so, the SDK sends no session token at all.
    consistencyLevel: 'Session',
    userAgentSuffix: 'rooms-pro-management',
    httpClient: meter.httpClient,
    connectionPolicy: {
      requestTimeout: options.requestTimeoutMs ?? 10_000,
      // Throttling is waited out by the store's own patience, which is bounded and counted.
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
    const most = throughput === undefined ? {} : { maxThroughput: throughput };
    await orElseThere(client.databases.createIfNotExists({ id, ...most }));
    const { containers } = client.database(id);
    for (const container of [roomsContainer, documentsContainer]) {
      // A copy: the SDK writes into what it is given.
      await orElseThere(containers.createIfNotExists(structuredClone(container)));
    }
  }
  const [rooms, documents] = [roomsContainer, documentsContainer].map((container) =>
    client.database(id).container(container.id ?? ''),
  ) as [Container, Container];
  await Promise.all([rooms.read(), documents.read()]);
  return { rooms, documents, close: () => client.dispose() };
}

/** Two instances that start together both find nothing, and the second to create it is too late. */
async function orElseThere(creating: Promise<unknown>): Promise<void> {
  await creating.catch((error: unknown) => {
    if (statusOf(error) !== 409) throw error;
  });
}

function credentialOf(signIn: CosmosSignIn): Pick<CosmosClientOptions, 'key' | 'aadCredentials'> {
  if ('key' in signIn) return { key: signIn.key };
  if ('credential' in signIn) return { aadCredentials: signIn.credential };
  return { aadCredentials: azureCredential(signIn.managedIdentity) };
}
