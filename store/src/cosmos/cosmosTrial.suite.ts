/** Cosmos stores for tests: on the fake, or on the emulator or account in COSMOS_ENDPOINT. */
import { randomUUID } from 'node:crypto';
import { CosmosClient } from '@azure/cosmos';
import { type FakeCosmos, startFakeCosmos } from '@rooms-pro/testing/cosmos';
import { roomId, sampleRoom } from '../contract/sampleRooms.suite.ts';
import type { Damage, OpenedStore } from '../contract/trial.suite.ts';
import type { StoredKind } from '../quarantine/quarantine.ts';
import type { Store } from '../store.ts';
import { type CosmosStoreOptions, openCosmosStore } from './openCosmosStore.ts';

const { COSMOS_ENDPOINT: endpoint, COSMOS_KEY: key } = process.env;

/** The account for the contract tests instead of the fake; `null`: none is set. */
export const namedAccount: Account | null = endpoint && key ? { endpoint, key } : null;

export type Account = { readonly endpoint: string; readonly key: string };

/** Options for a separate database on the fake, with short waits between retries. */
export function onFakeCosmos(fakeCosmos: FakeCosmos, more: Partial<CosmosStoreOptions> = {}) {
  return {
    endpoint: fakeCosmos.endpoint,
    signIn: { key: fakeCosmos.key },
    database: 'rooms-pro',
    createMissing: true,
    retry: { firstWaitMs: 2, longestWaitMs: 20 },
    ...more,
  } satisfies CosmosStoreOptions;
}

/** Opens an empty store on a new fake. */
export async function openOnFakeCosmos(): Promise<OpenedStore> {
  const fakeCosmos = await startFakeCosmos();
  const options = onFakeCosmos(fakeCosmos);
  let current: Store = await openCosmosStore(options);
  return {
    store: current,
    async reopen() {
      await current.close();
      current = await openCosmosStore(options);
      return current;
    },
    async dispose() {
      await current.close();
      await fakeCosmos.stop();
      if (fakeCosmos.offences.length > 0) throw new Error(fakeCosmos.offences.join('\n'));
    },
    damage: async (kind, id, damage) => damageFakeCosmos(fakeCosmos, kind, id, damage),
    whileOpen: async () => current,
    seed: async (total) => seedFakeCosmos(fakeCosmos, total),
  };
}

/** Opens an empty store on an account, in a database that is deleted afterwards. */
export async function openOnAccount(account: Account) {
  const options: CosmosStoreOptions = {
    endpoint: account.endpoint,
    signIn: { key: account.key },
    database: `rooms-pro-test-${randomUUID()}`,
    createMissing: true,
    // Enough for a thousand rooms in a test; the store retries throttled requests.
    throughput: 4000,
    deadlineMs: 120_000,
  };
  let current: Store = await openCosmosStore(options);
  return {
    store: current,
    async reopen() {
      await current.close();
      current = await openCosmosStore(options);
      return current;
    },
    damage: async (kind, id, damage) => {
      if (damage === 'notJson') return false;
      const client = new CosmosClient(account);
      const database = client.database(options.database);
      const { container, key, documentId, member } = placeIn(kind, id);
      const item = database.container(container).item(documentId, key);
      const { resource } = await item.read<Record<string, object>>();
      await item.replace({
        ...resource,
        id: documentId,
        [member]: damage(resource?.[member] ?? {}),
      });
      client.dispose();
      return true;
    },
    whileOpen: async () => current,
    async dispose() {
      await current.close();
      const client = new CosmosClient(account);
      await client.database(options.database).delete();
      client.dispose();
    },
  } satisfies OpenedStore;
}

/** Writes rooms directly into the fake, because requests for all of them take minutes. */
function seedFakeCosmos(fakeCosmos: FakeCosmos, total: number): void {
  const rooms = fakeCosmos.account.container('rooms-pro', 'rooms');
  if (!rooms) throw new Error('The store has not made its container.');
  for (let number = 1; number <= total; number += 1) {
    const id = roomId(number);
    const room = sampleRoom(number);
    const body = { id: 'room', roomId: id, kind: 'room', commit: 'seeded', room };
    rooms.documents.batch(id, [{ type: 'create', id: 'room', body, bytes: 1500 }]);
  }
}

/** The location of a document, and the member with its value. */
function placeIn(kind: StoredKind, id: string) {
  if (kind === 'room')
    return { container: 'rooms', key: id, documentId: 'room', member: 'room' } as const;
  if (kind === 'event') {
    const [key = '', documentId = ''] = id.split('@');
    return { container: 'rooms', key, documentId, member: 'event' } as const;
  }
  // Same as the store turns names into ids.
  const documentId = id.replace(
    /[^A-Za-z0-9 .:@=|_-]/g,
    (char) => `~${char.charCodeAt(0).toString(16)}~`,
  );
  return { container: 'documents', key: kind, documentId, member: 'value' } as const;
}

function damageFakeCosmos(
  fakeCosmos: FakeCosmos,
  kind: StoredKind,
  id: string,
  damage: Damage,
): boolean {
  if (damage === 'notJson') return false;
  const { container, key, documentId, member } = placeIn(kind, id);
  const documents = fakeCosmos.account.container('rooms-pro', container)?.documents;
  const kept = documents?.find(key, documentId);
  if (!documents || !kept) throw new Error(`There is no ${kind} ${id}.`);
  const value = damage(kept.body[member] as object);
  const body = { ...kept.body, [member]: value };
  documents.batch(key, [{ type: 'upsert', id: documentId, body, bytes: 1500 }]);
  return true;
}
