/** What a plan is made from, and what it comes to: one send that makes a conversation truer. */
import type { Instant, Room } from '@rooms-pro/core';
import type { Render, Rendered } from '../sentCards/render.ts';
import type { About, SentCardKey, SentCards } from '../sentCards/sentCards.ts';
import type { Conversation, Subscription } from '../subscriptions/subscriptions.ts';

/** One send that would make a conversation truer. */
export type Step = Rendered & {
  readonly key: SentCardKey;
  readonly about: About;
  /** The message to edit; `null`: a card to post. */
  readonly activityId: string | null;
  readonly isOver: boolean;
  /** Nothing about this card will ever change again. */
  readonly isLast: boolean;
};

/** What every plan is made from. */
export type PlanBasis = {
  readonly conversation: Pick<Conversation, 'conversationId' | 'readerId'>;
  /** `null`: nothing new is posted; cards that stand are kept true all the same. */
  readonly subscription: Subscription | null;
  readonly posts: SentCards;
  readonly render: Render;
  readonly now: Instant;
  /** What Teams refused before, by card: not tried again until it would look different. */
  readonly refused: ReadonlyMap<SentCardKey, string>;
};

export type RoomPlanInput = PlanBasis & { readonly room: Room };

export type Plan = {
  /** The next send; `null` when all that is shown is true. */
  readonly step: Step | null;
  /** Cards that need no more edits. */
  readonly done: readonly SentCardKey[];
};

/** Whether Teams has refused this very card before. */
export function wasRefused(step: Step, { refused }: Pick<PlanBasis, 'refused'>): boolean {
  return refused.get(step.key) === step.shown;
}
