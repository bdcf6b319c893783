/** What a plan is made from, its result, and how a result is sent: one send makes a conversation truer. */
import type { Instant, Room } from '@rooms-pro/core';
import type { Render, Rendered } from '../sentCards/render.ts';
import type { About, SentCardKey, SentCards, Subject } from '../sentCards/sentCards.ts';
import type { Conversation, Subscription } from '../subscriptions/subscriptions.ts';
import type { NotifierReason } from './cardReason.ts';

/** One send that would make a conversation truer. */
export type Step = Rendered & {
  readonly key: SentCardKey;
  readonly about: About;
  /** The message to edit; `null`: a card to post. */
  readonly activityId: string | null;
  /** Why it is posted or edited, for the log and the metrics. */
  readonly reason: NotifierReason;
  readonly isOver: boolean;
  /** Nothing about this card will ever change again. */
  readonly isLast: boolean;
};

/** What a conversation is brought up to date about: a room or outage, its own subscription, or pauses. */
export type Item = Subject | 'subscription' | 'pauses';

export type CardContext = {
  readonly conversationId: string;
  readonly subject: Item;
  readonly about: About['about'] | 'subscription' | 'pauses';
  /** When the notifier learned that something changed. */
  readonly since: Instant;
};

/** Posts or edits a card and logs it; returns the id of its message. A failure is a `SendError`. */
export type SendCard = (
  context: CardContext,
  card: Pick<Step, 'card' | 'summary' | 'activityId' | 'reason'>,
) => Promise<string>;

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
