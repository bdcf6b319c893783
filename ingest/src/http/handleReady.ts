/**
 * `GET /api/healthz`: the program answers. `GET /api/readyz`: it can take telemetry, that is, the
 * store answers and what others commit is heard. Documents in quarantine are named, and the optional
 * parts that are off because the Key Vault did not give their settings. Neither tells a stranger
 * anything else.
 */
import {
  createStoreProbe,
  type MultiProcessStore,
  summarizeUnreadable,
  type UnreadableSummary,
} from '@rooms-pro/store';
import type { DisabledPart } from '../config.ts';
import type { IngestResponse } from './refusal.ts';

/** `behind`: what other instances commit has not been heard for a while; telemetry is still taken. */
const headers = { 'cache-control': 'no-store' };
export type ReadyStatus = 'ready' | 'behind' | 'storeUnreachable';

/** Makes the answer of `/readyz`: 200 when ready or behind, 503 when the store does not answer. */
export function createReadyHandler(
  store: Pick<MultiProcessStore, 'document' | 'isCurrent' | 'quarantine'>,
  nowMs: () => number,
  partsOff: readonly DisabledPart[] = [],
): () => Promise<IngestResponse> {
  const doesStoreAnswer = createStoreProbe(store, nowMs);
  return async () => {
    const isReachable = await doesStoreAnswer();
    const told = summarizeUnreadable(store.quarantine);
    if (!isReachable) return answer(503, 'storeUnreachable', told);
    return answer(200, store.isCurrent() ? 'ready' : 'behind', told, partsOff);
  };
}

/** The answer where ingest could not even be opened. */
export const notReady: IngestResponse = answer(503, 'storeUnreachable');
/** The answer of `/healthz`. */
export const alive: IngestResponse = { status: 200, headers, jsonBody: { status: 'alive' } };

function answer(
  status: number,
  ready: ReadyStatus,
  told: UnreadableSummary = {},
  partsOff: readonly DisabledPart[] = [],
): IngestResponse {
  const off = partsOff.map(({ part }) => part);
  const parts = off.length > 0 ? { off } : {};
  return { status, headers, jsonBody: { status: ready, ...told, ...parts } };
}
