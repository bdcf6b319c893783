/** The ongoing outages: one small document per location, so that only one process can open an outage there. */
import { createHash } from 'node:crypto';
import {
  type Instant,
  locationKey,
  type Outage,
  type OutageId,
  type OutageLocation,
} from '@rooms-pro/core';
import { nextNumber } from '../ops/counter.ts';
import type { Store, Stored } from '../store.ts';
import { type UpdateOptions, updateDocument } from '../updateDocument.ts';

export type OutageRepository = {
  /** Loads the outages from the store. */
  load(): Promise<void>;
  /** The outages that have not ended, as last loaded or claimed. */
  ongoing(): readonly Outage[];
  /** An outage by its id, as last loaded or claimed. */
  byId(id: OutageId): Outage | null;
  /** The ongoing outage at a location; opens one if the location has none. Of two claims one wins. */
  claim(location: OutageLocation, now: Instant): Promise<Outage>;
  /**
   * Changes the stored outage: `decide` returns its next state, or `null` to change nothing. Of two changes
   * at the same time the second decides again. Returns the stored outage; `null`: the outage does not exist.
   */
  change(id: OutageId, decide: (outage: Outage) => Outage | null): Promise<Outage | null>;
  /** False when outage documents are in quarantine: then an unknown outage may be ongoing. */
  isComplete(): boolean;
  /** Records since when too few rooms are affected for an outage; `null`: enough rooms are affected again. */
  noteFew(id: OutageId, since: Instant | null): Promise<void>;
  /** Ends an outage after its last room recovered. An outage that has ended or has a successor does not change. */
  end(id: OutageId, now: Instant): Promise<void>;
};

/** Creates an empty repository; `load()` reads the outages from the store. */
export function openOutageRepository(store: Store): OutageRepository {
  const documents = openOutageDocuments(store);
  return {
    load: documents.load,
    ongoing: () => documents.all().filter(({ endedAt }) => endedAt === null),
    byId: (id) => documents.all().find((outage) => outage.id === id) ?? null,
    isComplete: () => !store.quarantine.list().some(({ kind }) => kind === 'outage'),
    async claim(location, now) {
      const claimed = await documents.update(toKey(location), async (outage) => {
        if (outage !== null && outage.endedAt === null) return null;
        const id: OutageId = `outage-${await nextNumber(store, 'outageNumber', 1)}`;
        const opened: Outage = { ...location, id, openedAt: now, endedAt: null };
        // The work of people on the earlier outage remains, in a document of its own.
        if (outage?.work)
          await documents.update(outage.id, (kept) => (kept === null ? outage : null));
        return opened;
      });
      if (claimed === null) throw new Error('a claim returned no outage');
      return claimed;
    },
    async change(id, decide) {
      if (!documents.has(id)) await documents.load();
      return documents.updateById(id, decide);
    },
    async noteFew(id, since) {
      const note = ({ fewSince, ...outage }: Outage): Outage | null => {
        if ((fewSince ?? null) === since) return null;
        return since === null ? outage : { ...outage, fewSince: since };
      };
      await documents.updateById(id, note, documents.fromMemory(id));
    },
    async end(id, now) {
      const end = (outage: Outage) =>
        outage.endedAt === null ? { ...outage, endedAt: now } : null;
      await documents.updateById(id, end, documents.fromMemory(id));
    },
  };
}

/** The documents of outages in memory, and their changes in the store. */
function openOutageDocuments(store: Store) {
  /** By the ids of their documents. */
  const known = new Map<string, Stored<Outage>>();

  async function load(): Promise<void> {
    for await (const { id, value, etag } of store.documents<Outage>('outage')) {
      known.set(id, { value, etag });
    }
  }

  /** Changes a document; `options` as for `updateDocument`. Returns the stored outage. */
  async function update(
    key: string,
    change: (outage: Outage | null) => Outage | null | Promise<Outage | null>,
    options: UpdateOptions<Outage> = {},
  ): Promise<Outage | null> {
    const decide = async (outage: Outage | null) => ({ put: await change(outage), answer: null });
    const { stored } = await updateDocument(store, 'outage', key, decide, options);
    if (stored !== null) known.set(key, stored);
    return stored?.value ?? null;
  }

  /** Changes an outage; another outage in its document does not change. `null`: it does not exist. */
  async function updateById(
    id: OutageId,
    change: (outage: Outage) => Outage | null,
    options: UpdateOptions<Outage> = {},
  ): Promise<Outage | null> {
    const key = keyOf(id);
    if (key === undefined) return null;
    const ownOnly = (outage: Outage | null) => (outage?.id === id ? change(outage) : null);
    const stored = await update(key, ownOnly, options);
    return stored?.id === id ? stored : null;
  }

  function keyOf(id: OutageId): string | undefined {
    return [...known].find(([, { value }]) => value.id === id)?.[0];
  }
  /** The version in memory saves a read. */
  const fromMemory = (id: OutageId) => ({ known: () => known.get(keyOf(id) ?? '') });

  return {
    all: () => [...known.values()].map(({ value }) => value),
    has: (id: OutageId) => keyOf(id) !== undefined,
    load,
    update,
    updateById,
    fromMemory,
  };
}

/** A hash, because names of buildings may contain characters that ids of documents must not contain. */
function toKey(location: OutageLocation): string {
  return createHash('sha256').update(locationKey(location)).digest('hex').slice(0, 40);
}
