/**
 * The state that all sends of a process share: Teams' rate limits, and the rejections by conversation.
 */
import type { Instant } from '@rooms-pro/core';
import type { Log } from '../../log.ts';
import { createRejections, type Rejections } from '../pauses/rejections.ts';
import type { Subscriptions } from '../subscriptions/subscriptions.ts';
import { createLimiter, type Limiter, type Limits, teamsLimits } from './limits.ts';

export type Delivery = { readonly limiter: Limiter; readonly rejections: Rejections };

export type DeliveryDeps = {
  readonly subscriptions: Subscriptions;
  readonly now: () => Instant;
  /** Waits for this number of milliseconds. Rejects when the signal aborts. */
  readonly delay: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly log: Log;
  /** How many messages may be sent in a period. The default is the number that Teams allows. */
  readonly limits?: Limits | undefined;
};

/**
 * Create it once per process, because cards, replies and welcome messages count against the same
 * limits.
 */
export function createDelivery(deps: DeliveryDeps): Delivery {
  const { subscriptions, now, delay, log, limits = teamsLimits } = deps;
  const limiter = createLimiter({ limits, nowMs: () => Date.parse(now()), delay });
  return { limiter, rejections: createRejections({ subscriptions, now, log }) };
}
