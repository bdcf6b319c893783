/** Log lines: an event name and flat fields, one JSON line each, and to whoever else is to hear. */
import { type DestinationStream, pino } from 'pino';

export type Level = 'debug' | 'info' | 'warn' | 'error';

export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** What was logged. Never bodies, tokens or names of people. */
export type Line<Event extends string = string> = {
  readonly level: Level;
  readonly event: Event;
  readonly fields: LogFields;
  readonly cause: unknown;
  /** Whether the level is one that is written; what is not may be counted all the same. */
  readonly isWritten: boolean;
};

/** Hears every line. Must not throw. */
export type Report<Event extends string = string> = (line: Line<Event>) => void;

/** A log with a closed union of events. */
export type LogOf<Event extends string> = {
  debug(event: Event, fields?: LogFields): void;
  info(event: Event, fields?: LogFields): void;
  warn(event: Event, fields?: LogFields, cause?: unknown): void;
  error(event: Event, fields?: LogFields, cause?: unknown): void;
};

export type Destination = DestinationStream;

/** A log that writes JSON lines (to standard output unless told otherwise); `silent` writes none. */
export function createLogOf<Event extends string>(
  level: string,
  destination?: Destination,
  reports: readonly Report<Event>[] = [],
): LogOf<Event> {
  const options = { level, base: null };
  const logger = destination ? pino(options, destination) : pino(options);
  const sayAt =
    (level: Level) =>
    (event: Event, fields: LogFields = {}, cause?: unknown): void => {
      logger[level]({ ...fields, ...(cause === undefined ? {} : { err: cause }), event });
      if (reports.length === 0) return;
      const isWritten = logger.isLevelEnabled(level);
      for (const report of reports) report({ level, event, fields, cause, isWritten });
    };
  return {
    debug: sayAt('debug'),
    info: sayAt('info'),
    warn: sayAt('warn'),
    error: sayAt('error'),
  };
}
