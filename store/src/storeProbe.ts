/** Checks whether the store responds. The readiness endpoints call it often. */
import { within } from '@rooms-pro/async';
import { isUnreadable } from './quarantine/quarantine.ts';
import type { Store } from './store.ts';

/** The probe reads from the store at most once in this time, however often it is called. */
const reuseForMs = 5_000;
const responseTimeoutMs = 3_000;

/** Returns whether the store responded recently. Calls during one probe share its result. */
export function createStoreProbe(
  store: Pick<Store, 'document'>,
  nowMs: () => number,
): () => Promise<boolean> {
  let latest: Promise<boolean> = Promise.resolve(false);
  let probedAtMs = Number.NEGATIVE_INFINITY;
  return () => {
    const ageMs = nowMs() - probedAtMs;
    if (ageMs >= 0 && ageMs < reuseForMs) return latest;
    probedAtMs = nowMs();
    // A cheap read of a small document; the document need not exist.
    latest = hasResponse(store.document('setting', 'rules'));
    return latest;
  };
}

async function hasResponse(read: Promise<unknown>): Promise<boolean> {
  const responded = read.then(
    () => true,
    // A store that reports an unreadable document has responded.
    (error: unknown) => isUnreadable(error),
  );
  return (await within(responseTimeoutMs, responded)) ?? false;
}
