/** Whether the store answers, for those who are asked all the time whether they can work. */
import { isUnreadable } from './quarantine/quarantine.ts';
import type { Store } from './store.ts';

/** However often one asks, the store is not asked more often than this. */
const believesForMs = 5_000;
const storeAnswersWithinMs = 3_000;

/** Answers whether the store answered lately; everybody who asks meanwhile waits for the same look. */
export function createStoreProbe(
  store: Pick<Store, 'document'>,
  nowMs: () => number,
): () => Promise<boolean> {
  let look: Promise<boolean> = Promise.resolve(false);
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  return () => {
    const ageMs = nowMs() - lookedAtMs;
    if (ageMs >= 0 && ageMs < believesForMs) return look;
    lookedAtMs = nowMs();
    // Something small that costs next to nothing; it need not be there.
    look = withinTime(store.document('setting', 'rules'));
    return look;
  };
}

function withinTime(asked: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), storeAnswersWithinMs);
    asked.then(
      () => resolve(true),
      // A store that says that a document cannot be read has answered.
      (error: unknown) => resolve(isUnreadable(error)),
    );
    asked.finally(() => clearTimeout(timer)).catch(() => {});
  });
}
