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
import type { Store } from '../store.ts';

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

type Known = { readonly key: string; readonly outage: Outage; readonly etag: string };

/** Creates an empty repository; `load()` reads the outages from the store. */
export function openOutageRepository(store: Store): OutageRepository {
  const byKey = new Map<string, Known>();

  async function load(): Promise<void> {
    for await (const { id, value, etag } of store.documents<Outage>('outage')) {
      byKey.set(id, { key: id, outage: value, etag });
    }
  }

  async function reload(key: string): Promise<Known | null> {
    const stored = await store.document<Outage>('outage', key);
    const known = stored && { key, outage: stored.value, etag: stored.etag };
    if (known) byKey.set(key, known);
    return known;
  }

  async function put(key: string, outage: Outage, etag: string | null): Promise<boolean> {
    const written = await store.putDocument('outage', key, outage, etag);
    if (written !== 'conflict') byKey.set(key, { key, outage, etag: written.etag });
    return written !== 'conflict';
  }

  /** Keeps the work of people on an outage when a new outage at its location takes over its document. */
  async function keep(outage: Outage): Promise<void> {
    const written = await store.putDocument('outage', outage.id, outage, null);
    if (written !== 'conflict') {
      byKey.set(outage.id, { key: outage.id, outage, etag: written.etag });
    }
  }

  const byId = (id: OutageId) => [...byKey.values()].find(({ outage }) => outage.id === id);

  return {
    load,
    ongoing: () =>
      [...byKey.values()].map(({ outage }) => outage).filter(({ endedAt }) => endedAt === null),
    byId: (id) => byId(id)?.outage ?? null,
    isComplete: () => !store.quarantine.list().some(({ kind }) => kind === 'outage'),
    async claim(location, now) {
      const key = toKey(location);
      for (;;) {
        const known = await reload(key);
        if (known !== null && known.outage.endedAt === null) return known.outage;
        const id: OutageId = `outage-${await nextNumber(store, 'outageNumber', 1)}`;
        const outage: Outage = { ...location, id, openedAt: now, endedAt: null };
        if (known?.outage.work) await keep(known.outage);
        if (await put(key, outage, known?.etag ?? null)) return outage;
      }
    },
    async change(id, decide) {
      if (byId(id) === undefined) await load();
      const key = byId(id)?.key;
      for (let known = key && (await reload(key)); known; known = await reload(known.key)) {
        if (known.outage.id !== id) break;
        const next = decide(known.outage);
        if (next === null) return known.outage;
        if (await put(known.key, next, known.etag)) return next;
      }
      return null;
    },
    async noteFew(id, since) {
      for (let known = byId(id) ?? null; known !== null; known = await reload(known.key)) {
        const { fewSince, ...outage } = known.outage;
        if (outage.id !== id || (fewSince ?? null) === since) return;
        const next = since === null ? outage : { ...outage, fewSince: since };
        if (await put(known.key, next, known.etag)) return;
      }
    },
    async end(id, now) {
      for (let known = byId(id) ?? null; known !== null; known = await reload(known.key)) {
        const { key, outage, etag } = known;
        if (outage.id !== id || outage.endedAt !== null) return;
        if (await put(key, { ...outage, endedAt: now }, etag)) return;
      }
    },
  };
}

/** A hash, because names of buildings may contain characters that ids of documents must not contain. */
function toKey(location: OutageLocation): string {
  return createHash('sha256').update(locationKey(location)).digest('hex').slice(0, 40);
}
