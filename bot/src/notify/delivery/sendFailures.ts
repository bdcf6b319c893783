/**
 * What follows from a failed send: another attempt, a pause of the conversation, or the end of the
 * attempts for one card.
 */
import type { Instant } from '@rooms-pro/core';
import { StoreError } from '@rooms-pro/store';
import type { Log } from '../../log.ts';
import type { Rejections } from '../pauses/rejections.ts';
import type { Item, Step } from '../plan/step.ts';
import type { SentCardKey, SentCardStore, Subject } from '../sentCards/sentCards.ts';
import { logged, SendError, statusOf } from './messenger.ts';
import { mayWorkLater } from './retry.ts';

export type FailureDeps = {
  readonly rejections: Rejections;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Waits for this number of milliseconds. Rejects when the signal aborts. */
  readonly delay: (ms: number, signal: AbortSignal) => Promise<void>;
  /**
   * Puts the item at the end of the queue of its conversation, so that it does not delay the other
   * items.
   */
  readonly putBack: (conversationId: string, item: Item, since: Instant) => void;
  /** Called when Teams rejected several sends in a row and the conversation was paused. */
  readonly onPaused: () => void;
};

/** The wait before the next attempt to edit a message that Teams did not find. */
const missingWaitMs = 5_000;
/** The wait before the next attempt after the store did not respond. */
const storeWaitMs = 5_000;

/** Handles a failure of an item. Logs every error that another attempt cannot fix, including bugs. */
export async function settleFailure(
  conversationId: string,
  item: Item,
  since: Instant,
  error: unknown,
  deps: FailureDeps,
): Promise<void> {
  const { signal, log } = deps;
  if (signal.aborted) return;
  try {
    await repeatLater(conversationId, item, since, error, deps);
  } catch (bug) {
    if (signal.aborted) return;
    const { fields, cause } = logged(bug);
    log.error('card.failed', { conversationId, subject: item, ...fields }, cause);
  }
}

async function repeatLater(
  conversationId: string,
  item: Item,
  since: Instant,
  error: unknown,
  { rejections, signal, log, putBack, onPaused, delay }: FailureDeps,
): Promise<void> {
  const putBackAfter = async (ms: number) => {
    await delay(ms, signal);
    putBack(conversationId, item, since);
  };
  if (mayWorkLater(error)) return putBack(conversationId, item, since);
  // A card about pauses is sent before the store records it, so another attempt could send it twice.
  if (error instanceof StoreError && error.retryable && item !== 'pauses') {
    const { code } = error;
    log.warn('card.retried', { conversationId, status: null, code, waitMs: storeWaitMs });
    return putBackAfter(storeWaitMs);
  }
  if (!(error instanceof SendError)) throw error;
  const { failure } = error;
  if (failure.kind === 'left') return;
  if (failure.kind === 'missing') return putBackAfter(missingWaitMs);
  if (failure.kind !== 'rejected') throw error;
  const next = await rejections.rejected(conversationId, failure);
  if (next === 'paused') return onPaused();
  return putBackAfter(next);
}

type SendTarget = { readonly conversationId: string; readonly subject: Subject };

/** The cards that failed, so that a card is not sent endlessly and is not abandoned too early. */
export type FailureRecords = ReturnType<typeof createFailureRecords>;

/** Creates the records. Nothing has failed yet. */
export function createFailureRecords({
  sentCards,
  log,
}: {
  readonly sentCards: SentCardStore;
  readonly log: Log;
}) {
  const refused = new Map<SentCardKey, string>();
  const missing = new Set<SentCardKey>();
  return {
    /** The content that Teams refused, by card. */
    refused: refused as ReadonlyMap<SentCardKey, string>,
    sent(key: SentCardKey): void {
      refused.delete(key);
      missing.delete(key);
    },
    /** Handles a failure of this card. Rethrows a failure that concerns the conversation. */
    async failed(error: unknown, target: SendTarget, { key, shown, reason }: Step): Promise<void> {
      if (!(error instanceof SendError)) throw error;
      const { kind } = error.failure;
      if (kind === 'failed') {
        refused.set(key, shown);
        const { fields, cause } = logged(error);
        log.error('card.failed', { ...target, reason, ...fields }, cause);
        return;
      }
      const post = sentCards.of(target.subject).get(key);
      // Teams may report a missing message by mistake, so the card is abandoned only the second time.
      if (kind !== 'missing' || !post || !missing.has(key)) {
        if (kind === 'missing') missing.add(key);
        throw error;
      }
      missing.delete(key);
      const status = statusOf(error.failure);
      log.warn('card.givenUp', { ...target, reason, status, code: error.code });
      await sentCards.put(target.subject, { ...post, givenUp: true });
    },
  };
}
