/** Log lines of the bot: an event name from a closed union and flat fields, one JSON line each. */
import { type DestinationStream, pino } from 'pino';

/** Everything the bot logs. */
export type LogEvent =
  | 'bot.started'
  | 'bot.stopped'
  | 'fleet.loaded'
  | 'request.failed'
  | 'stream.opened'
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
  | 'card.left'
  | 'card.retried'
  | 'conversation.installed'
  | 'conversation.removed'
  | 'activity.failed'
  | 'activity.refused'
  | 'search.answered'
  | 'sender.began'
  | 'sender.ended'
  | 'sender.failed'
  | 'feed.failed'
  | 'store.failed'
  | 'rules.unusable'
  | 'listener.failed';

export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Where the bot's parts log to. Never bodies, tokens or names of people. */
export type Log = {
  info(event: LogEvent, fields?: LogFields): void;
  warn(event: LogEvent, fields?: LogFields, cause?: unknown): void;
  error(event: LogEvent, fields?: LogFields, cause?: unknown): void;
};

/** A log that writes JSON lines; `silent` writes none. */
export function createLog(level: string, destination?: DestinationStream): Log {
  const logger = destination
    ? pino({ level, base: null }, destination)
    : pino({ level, base: null });
  const withCause = (fields: LogFields | undefined, cause: unknown) =>
    cause === undefined ? { ...fields } : { ...fields, err: cause };
  return {
    info: (event, fields) => logger.info({ ...fields, event }),
    warn: (event, fields, cause) => logger.warn({ ...withCause(fields, cause), event }),
    error: (event, fields, cause) => logger.error({ ...withCause(fields, cause), event }),
  };
}
