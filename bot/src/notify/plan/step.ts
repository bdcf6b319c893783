/** The types of a plan: its input, its result, and the function that sends the result. */
import type { Instant, Room } from '@rooms-pro/core';
import type { About, SentCardKey, SentCards, Subject } from '../sentCards/sentCards.ts';
import type { Conversation } from '../subscriptions/conversations.ts';
import type { Subscription } from '../subscriptions/subscriptions.ts';
import type { CardContent, CardSources, ContentCache } from './cardContent.ts';
import type { NotifierReason } from './cardReason.ts';

/** One send that brings a conversation up to date. */
export type Step = CardContent & {
  readonly key: SentCardKey;
  readonly about: About;
  /** The message to edit; `null` when the card is new. */
  readonly activityId: string | null;
  /** Why the card is posted or edited, for the log and the metrics. */
  readonly reason: NotifierReason;
  readonly isOver: boolean;
  /** Whether this is the last edit of the card. */
  readonly isLast: boolean;
};

/**
 * The topic of an update of a conversation: a room or outage, the subscription of the conversation, or
 * pauses.
 */
export type Item = Subject | 'subscription' | 'pauses';

export type CardContext = {
  readonly conversationId: string;
  readonly subject: Item;
  readonly about: About['about'] | 'subscription' | 'pauses';
  /** When the notifier received the change. */
  readonly since: Instant;
};

/** Posts or edits a card and logs it; returns the id of its message. A failure is a `SendError`. */
export type SendCard = (
  context: CardContext,
  card: Pick<Step, 'card' | 'summary' | 'activityId' | 'reason'>,
) => Promise<string>;

/** The input of every plan. */
export type PlanBasis = {
  readonly conversation: Pick<Conversation, 'conversationId' | 'readerId'>;
  /** `null`: no new card is posted, but existing cards are still updated. */
  readonly subscription: Subscription | null;
  readonly sentCards: SentCards;
  readonly sources: CardSources;
  readonly cached: ContentCache;
  readonly now: Instant;
  /** The content that Teams refused, by card. The card is not sent again until its content changes. */
  readonly refused: ReadonlyMap<SentCardKey, string>;
};

export type RoomPlanInput = PlanBasis & { readonly room: Room };

export type Plan = {
  /** The next send; `null` when all cards are up to date. */
  readonly step: Step | null;
  /** Cards that need no more edits. */
  readonly done: readonly SentCardKey[];
};

/** Whether Teams has refused exactly this content of the card before. */
export function wasRefused(step: Step, { refused }: Pick<PlanBasis, 'refused'>): boolean {
  return refused.get(step.key) === step.shown;
}
