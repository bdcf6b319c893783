/** Why a card is posted or edited. The list is complete; docs/runbook.md explains each reason. */

export const cardReasons = [
  /** An incident has no card in this conversation, and the subscription there includes it. */
  'new',
  /** The card shows something that is no longer true. */
  'changed',
  /**
   * The incident failed again, or it became important and has a newer card: this card loses its
   * buttons.
   */
  'superseded',
  /**
   * Several rooms are disconnected together: their one card is posted, and their own cards refer to it.
   */
  'outage',
  /** The incident is resolved, or the outage is over. */
  'ended',
  /** A room has a message that is sent once, for example the result of a response. */
  'notice',
  /** The people who read the card, or who subscribed, may no longer see the room. */
  'accessRevoked',
  /** The card informs a manager that Teams rejects the messages to a conversation. */
  'conversationPaused',
  /** A person wrote to the bot: the card is the reply. */
  'asked',
  /** A person clicked on a card that the notifier does not edit. */
  'clicked',
  /** The bot was added to a conversation. */
  'welcome',
] as const;

export type CardReason = (typeof cardReasons)[number];

/** The reasons of cards that a person waits for. The notifier uses all other reasons. */
export type AnswerReason = Extract<CardReason, 'asked' | 'clicked' | 'welcome'>;
export type NotifierReason = Exclude<CardReason, AnswerReason>;
