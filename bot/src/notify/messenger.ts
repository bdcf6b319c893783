/** The border to Teams as the notifier sees it: post a card, edit a card, and how either may fail. */

/** An Adaptive Card as it goes over the wire; built by `cards/`, never looked into here. */
export type WireCard = object;

/** Why a send did not work, and what that asks of the sender. */
export type SendFailure =
  /** It may work later; not before `afterMs`, where Teams said so. */
  | { readonly kind: 'retry'; readonly afterMs: number | null; readonly status: number | null }
  /** The conversation is no longer there, or the bot is no longer welcome in it. */
  | { readonly kind: 'gone'; readonly status: number }
  /** This send will never work as it is. */
  | { readonly kind: 'failed'; readonly status: number | null };

/** Thrown by a messenger, and nothing else is. */
export class SendError extends Error {
  readonly failure: SendFailure;

  constructor(failure: SendFailure, cause?: unknown) {
    super(`The send failed (${failure.kind}, status ${failure.status ?? 'none'}).`, { cause });
    this.name = 'SendError';
    this.failure = failure;
  }
}

export type Messenger = {
  /** Posts a card as a new message (in a channel: a new thread). Answers the message's id. */
  post(conversationId: string, card: WireCard, summary: string): Promise<string>;
  /** Replaces the card of a message that was posted before. */
  edit(conversationId: string, activityId: string, card: WireCard, summary: string): Promise<void>;
};
