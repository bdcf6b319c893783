/** The notifier's interface to Teams: post a card, edit a card, and the failures of both. */

/** An Adaptive Card as it is sent. `cards/` builds it, and the notifier does not read its contents. */
export type WireCard = object;

/**
 * Why Teams rejects the messages to a conversation. `teamArchived` comes from an event; the other
 * reasons come from the error code of a failed send.
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

/** Why a send failed, and what the sender must do. No failure ends a conversation. */
export type SendFailure =
  /**
   * Another attempt may succeed. When Teams returns a delay, `afterMs` contains it, and the next
   * attempt must not start earlier.
   */
  | { readonly kind: 'retry'; readonly afterMs: number | null; readonly status: number | null }
  /**
   * Teams rejects the message. Another attempt may succeed; several rejections in a row pause the
   * conversation.
   */
  | {
      readonly kind: 'rejected';
      readonly status: number;
      /** The error code of Teams, for the log and the operator. */
      readonly code: string;
      readonly reason: RejectionReason;
    }
  /** The message to edit no longer exists, but the conversation does. */
  | { readonly kind: 'missing'; readonly status: number }
  /** Another attempt with the same card cannot succeed. */
  | { readonly kind: 'failed'; readonly status: number | null }
  /** According to the bot's records, the bot is not in this conversation. Nothing was sent. */
  | { readonly kind: 'left' };

export type Rejection = Extract<SendFailure, { kind: 'rejected' }>;

/** The only error that a messenger throws. */
export class SendError extends Error {
  readonly failure: SendFailure;
  /** The error code of Teams, for the log; empty when Teams returned none. */
  readonly code: string;

  constructor(failure: SendFailure, cause?: unknown, code = '') {
    super(`The send failed (${failure.kind}, status ${statusOf(failure) ?? 'none'}).`, { cause });
    this.name = 'SendError';
    this.failure = failure;
    this.code = code;
  }
}

/** The HTTP status that Teams returned; `null` when Teams did not respond. */
export function statusOf(failure: SendFailure): number | null {
  return failure.kind === 'left' ? null : failure.status;
}

/**
 * The log fields of a failed send. A rejection by Teams is not a fault of the code, so its stack is not
 * useful. Only an error without a response from Teams is logged with its stack.
 */
export function logged(error: unknown): { readonly fields: LogFields; readonly cause?: unknown } {
  const status = error instanceof SendError ? statusOf(error.failure) : null;
  if (!(error instanceof SendError) || status === null) return { fields: { status }, cause: error };
  return { fields: { status, code: error.code } };
}

type LogFields = Readonly<Record<string, string | number | null>>;

export type Messenger = {
  /** Posts a card as a new message (in a channel: as a new thread). Returns the id of the message. */
  post(conversationId: string, card: WireCard, summary: string): Promise<string>;
  /** Replaces the card of an existing message. */
  edit(conversationId: string, activityId: string, card: WireCard, summary: string): Promise<void>;
};
