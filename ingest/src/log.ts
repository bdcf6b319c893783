/** What ingest writes to its log: event names from a closed union, flat fields, one JSON line each. */
import { type DestinationStream, pino } from 'pino';

/** Everything ingest logs. */
export type LogEvent =
  | 'telemetry.received'
  | 'telemetry.refused'
  | 'telemetry.failed'
  | 'attachment.received'
  | 'attachment.refused'
  | 'attachment.failed'
  | 'attachment.left'
  | 'attachments.unreachable'
  | 'telemetry.setAside'
  | 'device.enrolled'
  | 'device.moved'
  | 'enrolment.refused'
  | 'enrolment.failed'
  | 'key.rotated'
  | 'collect.finished'
  | 'collect.incomplete'
  | 'collect.failed'
  | 'item.unreadable'
  | 'room.discovered'
  | 'room.sweepFailed'
  | 'rules.unusable'
  | 'lastSeen.failed'
  | 'rules.failed'
  | 'feed.failed'
  | 'store.failed'
  | 'ingest.opened'
  | 'sweep.finished';

export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** Where ingest's parts log to. Never message bodies, keys, or names of people and rooms. */
export type Log = {
  debug(event: LogEvent, fields?: LogFields): void;
  info(event: LogEvent, fields?: LogFields): void;
  warn(event: LogEvent, fields?: LogFields, cause?: unknown): void;
  error(event: LogEvent, fields?: LogFields, cause?: unknown): void;
};

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** A log that writes JSON lines (to standard output unless told otherwise); `silent` writes none. */
export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  const options = { level, base: null };
  const logger = destination ? pino(options, destination) : pino(options);
  const withCause = (fields: LogFields | undefined, cause: unknown) =>
    cause === undefined ? { ...fields } : { ...fields, err: cause };
  return {
    debug: (event, fields) => logger.debug({ ...fields, event }),
    info: (event, fields) => logger.info({ ...fields, event }),
    warn: (event, fields, cause) => logger.warn({ ...withCause(fields, cause), event }),
    error: (event, fields, cause) => logger.error({ ...withCause(fields, cause), event }),
  };
}
