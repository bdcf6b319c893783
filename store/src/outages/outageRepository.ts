/** Which outages go on: one small document a place, so that whoever claims one first has it. */
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
  /** Takes over what the store holds, by this process or others. */
  load(): Promise<void>;
  /** Outages that have not ended, as last loaded or claimed. */
  ongoing(): readonly Outage[];
  /** An outage by its id, as last loaded or claimed; the latest of its place. */
  byId(id: OutageId): Outage | null;
  /** The outage that goes on at a place, begun now when there is none. Of two claims one wins. */
  claim(place: OutageLocation, now: Instant): Promise<Outage>;
  /**
   * Changes an outage as it is in the store: `decide` answers what it becomes, or `null` to leave it. Of two
   * changes at a time the second decides anew. Answers what stands there; `null`: there is no such outage.
   */
  change(id: OutageId, decide: (outage: Outage) => Outage | null): Promise<Outage | null>;
  /** Whether documents of outages are in quarantine: then an outage that is not known may go on. */
  isComplete(): boolean;
  /** Notes since when too few rooms are left to make an outage; `null`: enough are again. */
  noteFew(id: OutageId, since: Instant | null): Promise<void>;
  /** Notes that its last room came back; one that has ended or was followed by another stays. */
  end(id: OutageId, now: Instant): Promise<void>;
};

type Known = { readonly key: string; readonly outage: Outage; readonly etag: string };

/** The book with nothing in it; `load()` brings what the store remembers. */
export function openOutageRepository(store: Store): OutageRepository {
  const places = new Map<string, Known>();

  async function load(): Promise<void> {
    for await (const { id, value, etag } of store.documents<Outage>('outage')) {
      places.set(id, { key: id, outage: value, etag });
    }
  }

  async function reload(key: string): Promise<Known | null> {
    const stored = await store.document<Outage>('outage', key);
    const known = stored && { key, outage: stored.value, etag: stored.etag };
    if (known) places.set(key, known);
    return known;
  }

  async function put(key: string, outage: Outage, etag: string | null): Promise<boolean> {
    const written = await store.putDocument('outage', key, outage, etag);
    if (written !== 'conflict') places.set(key, { key, outage, etag: written.etag });
    return written !== 'conflict';
  }

  /** What people did about an outage is kept when another one at its place takes over its document. */
  async function keep(outage: Outage): Promise<void> {
    const written = await store.putDocument('outage', outage.id, outage, null);
    if (written !== 'conflict') {
      places.set(outage.id, { key: outage.id, outage, etag: written.etag });
    }
  }

  const byId = (id: OutageId) => [...places.values()].find(({ outage }) => outage.id === id);

  return {
    load,
    ongoing: () =>
      [...places.values()].map(({ outage }) => outage).filter(({ endedAt }) => endedAt === null),
    byId: (id) => byId(id)?.outage ?? null,
    isComplete: () => !store.quarantine.list().some(({ kind }) => kind === 'outage'),
    async claim(place, now) {
      const key = keyOf(place);
      for (;;) {
        const known = await reload(key);
        if (known !== null && known.outage.endedAt === null) return known.outage;
        const id: OutageId = `outage-${await nextNumber(store, 'outageNumber', 1)}`;
        const outage: Outage = { ...place, id, openedAt: now, endedAt: null };
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

/** Names of buildings may hold anything; ids of documents may not. */
function keyOf(place: OutageLocation): string {
  return createHash('sha256').update(locationKey(place)).digest('hex').slice(0, 40);
}
