/**
 * `GET /api/healthz`: the program responds. `GET /api/readyz`: it can accept telemetry, that is, the store
 * responds and the commits of other processes arrive. The response lists documents in quarantine, and
 * optional parts that are off because the Key Vault did not return their settings. Neither response
 * contains any other information, because neither needs a sign-in.
 */
import {
  createStoreProbe,
  type MultiProcessStore,
  summarizeUnreadable,
  type UnreadableSummary,
} from '@rooms-pro/store';
import type { DisabledPart } from '../config.ts';
import type { IngestResponse } from './refusal.ts';

const headers = { 'cache-control': 'no-store' };
/** `behind`: commits of other instances have not arrived for a while; telemetry is still accepted. */
export type ReadyStatus = 'ready' | 'behind' | 'storeUnreachable';

/** Creates the handler of `/readyz`: 200 when ready or behind, 503 when the store does not respond. */
export function createReadyHandler(
  store: Pick<MultiProcessStore, 'document' | 'isCurrent' | 'quarantine'>,
  nowMs: () => number,
  partsOff: readonly DisabledPart[] = [],
): () => Promise<IngestResponse> {
  const isStoreReachable = createStoreProbe(store, nowMs);
  return async () => {
    const isReachable = await isStoreReachable();
    const summary = summarizeUnreadable(store.quarantine);
    if (!isReachable) return toResponse(503, 'storeUnreachable', summary);
    return toResponse(200, store.isCurrent() ? 'ready' : 'behind', summary, partsOff);
  };
}

/** The response when ingest could not be opened. */
export const notReady: IngestResponse = toResponse(503, 'storeUnreachable');
/** The response of `/healthz`. */
export const alive: IngestResponse = { status: 200, headers, jsonBody: { status: 'alive' } };

function toResponse(
  status: number,
  ready: ReadyStatus,
  summary: UnreadableSummary = {},
  partsOff: readonly DisabledPart[] = [],
): IngestResponse {
  const off = partsOff.map(({ part }) => part);
  const parts = off.length > 0 ? { off } : {};
  return { status, headers, jsonBody: { status: ready, ...summary, ...parts } };
}
