/** What all sends of a process share: Teams' limits, and what Teams rejected. */
import type { Instant } from '@rooms-pro/core';
import type { Log } from '../../log.ts';
import { createRejections, type Rejections } from '../pauses/rejections.ts';
import type { Subscriptions } from '../subscriptions/subscriptions.ts';
import { createLimiter, type Limiter, type Limits, teamsLimits } from './limits.ts';

export type Delivery = { readonly limiter: Limiter; readonly rejections: Rejections };

export type DeliveryDeps = {
  readonly audience: Subscriptions;
  readonly now: () => Instant;
  /** Waits that many milliseconds; rejects when the signal aborts. */
  readonly delay: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly log: Log;
  /** How fast messages may be sent; without it as fast as Teams allows. */
  readonly limits?: Limits | undefined;
};

/** To be made once for a process: cards, answers and welcomes count together. */
export function createDelivery(deps: DeliveryDeps): Delivery {
  const { audience, now, delay, log, limits = teamsLimits } = deps;
  const limiter = createLimiter({ limits, nowMs: () => Date.parse(now()), delay });
  return { limiter, rejections: createRejections({ audience, now, log }) };
}
