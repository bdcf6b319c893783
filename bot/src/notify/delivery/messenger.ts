/** The border to Teams as the notifier sees it: post a card, edit a card, and how either may fail. */

/** An Adaptive Card as it goes over the wire; built by `cards/`, never looked into here. */
export type WireCard = object;

/**
 * Why Teams rejects what is sent to a conversation. `teamArchived` comes from an event, the others from
 * the code of a failed send.
 */
export const rejectionReasons = [
  'botNotMember',
  'blockedByPerson',
  'disabledByAdmin',
  'readOnly',
  'noPermission',
  'notFound',
  'teamArchived',
  'unknown',
] as const;
export type RejectionReason = (typeof rejectionReasons)[number];

/** Why a send did not work, and what that asks of the sender. No failure ends a conversation. */
export type SendFailure =
  /** It may work later; not before `afterMs`, where Teams said so. */
  | { readonly kind: 'retry'; readonly afterMs: number | null; readonly status: number | null }
  /** The conversation rejects the message. Another attempt may work; several in a row pause it. */
  | {
      readonly kind: 'rejected';
      readonly status: number;
      /** Teams' own code, for the log and the operator. */
      readonly code: string;
      readonly reason: RejectionReason;
    }
  /** The message to edit is not there any more; the conversation is. */
  | { readonly kind: 'missing'; readonly status: number }
  /** This send will never work as it is. */
  | { readonly kind: 'failed'; readonly status: number | null }
  /** The bot is not in this conversation, as far as the bot knows. Nothing was sent. */
  | { readonly kind: 'left' };

export type Rejection = Extract<SendFailure, { kind: 'rejected' }>;

/** Thrown by a messenger, and nothing else is. */
export class SendError extends Error {
  readonly failure: SendFailure;
  /** Teams' own code, for the log; empty: none came back. */
  readonly code: string;

  constructor(failure: SendFailure, cause?: unknown, code = '') {
    super(`The send failed (${failure.kind}, status ${statusOf(failure) ?? 'none'}).`, { cause });
    this.name = 'SendError';
    this.failure = failure;
    this.code = code;
  }
}

/** The HTTP status that Teams returned; `null`: none came back. */
export function statusOf(failure: SendFailure): number | null {
  return failure.kind === 'left' ? null : failure.status;
}

/**
 * What to log of a failed send, in one line: that Teams rejects a message is no fault of the code, so its
 * stack says nothing. Only what never reached Teams is logged with its error.
 */
export function logged(error: unknown): { readonly fields: LogFields; readonly cause?: unknown } {
  const status = error instanceof SendError ? statusOf(error.failure) : null;
  if (!(error instanceof SendError) || status === null) return { fields: { status }, cause: error };
  return { fields: { status, code: error.code } };
}

type LogFields = Readonly<Record<string, string | number | null>>;

export type Messenger = {
  /** Posts a card as a new message (in a channel: a new thread). Answers the message's id. */
  post(conversationId: string, card: WireCard, summary: string): Promise<string>;
  /** Replaces the card of a message that was posted before. */
  edit(conversationId: string, activityId: string, card: WireCard, summary: string): Promise<void>;
};
