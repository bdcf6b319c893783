/** The log of the bot: each JSON line has an event name from a closed union and flat fields. */
import {
  createLogOf,
  type Destination,
  type LogFields,
  type LogOf,
  type LogRateLimits,
  type Report,
} from '@rooms-pro/insights';
import type { CardReason } from './notify/plan/cardReason.ts';

/** Every event in the bot's log. */
export type LogEvent =
  | 'bot.listening'
  | 'bot.started'
  | 'bot.stopped'
  | 'bot.failed'
  | 'fleet.loaded'
  | 'request.failed'
  | 'stream.opened'
  | 'connections.crowded'
  | 'attachment.kept'
  | 'attachment.brokenOff'
  | 'attachment.failed'
  | 'attachment.missing'
  | 'attachment.left'
  | 'attachments.unreachable'
  | 'command.done'
  | 'command.refused'
  | 'card.posted'
  | 'card.edited'
  | 'card.failed'
  | 'card.givenUp'
  | 'card.left'
  | 'card.retried'
  | 'conversation.installed'
  | 'conversation.removed'
  | 'conversation.returned'
  | 'conversation.erased'
  | 'conversation.rejected'
  | 'conversation.paused'
  | 'conversation.resumed'
  | 'conversation.failed'
  | 'answer.sent'
  | 'answer.retried'
  | 'answer.failed'
  | 'library.wrote'
  | 'subscription.began'
  | 'subscription.ended'
  | 'activity.failed'
  | 'activity.refused'
  | 'search.answered'
  | 'sender.began'
  | 'sender.ended'
  | 'sender.failed'
  | 'sender.notStarted'
  | 'feed.failed'
  | 'store.failed'
  | 'store.awaited'
  | 'document.quarantined'
  | 'document.released'
  | 'rules.unusable'
  | 'people.unusable'
  | 'people.noManager'
  | 'people.changed'
  | 'signIn.refused'
  | 'signIn.keysUnreachable'
  | 'listener.failed';

/** A card was posted or edited. */
export type CardEvent = Extract<LogEvent, 'card.posted' | 'card.edited' | 'answer.sent'>;

/** Every other event. */
export type OtherEvent = Exclude<LogEvent, CardEvent>;

/**
 * The log of all parts of the bot. Never log bodies, tokens or names of people. The compiler rejects a line
 * about a posted or edited card without a reason.
 */
export type Log = Pick<LogOf<OtherEvent>, 'warn' | 'error'> & {
  readonly info: {
    (event: CardEvent, fields: LogFields & { readonly reason: CardReason }): void;
    (event: OtherEvent, fields?: LogFields): void;
  };
};

/** A log that writes JSON lines; `silent` writes none. */
export function createLog(
  level: string,
  destination?: Destination,
  reports?: readonly Report<LogEvent>[],
  rateLimits?: LogRateLimits,
): Log {
  return createLogOf(level, destination, reports, rateLimits);
}
