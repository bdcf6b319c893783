/** Log lines: an event name and flat fields, one JSON line each. Reports receive them, too. */
import { type DestinationStream, pino } from 'pino';
import { createRateLimit } from './rateLimit.ts';

export type Level = 'debug' | 'info' | 'warn' | 'error';

export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** A log line. It never contains bodies, tokens or names of people. */
export type Line<Event extends string = string> = {
  readonly level: Level;
  readonly event: Event;
  readonly fields: LogFields;
  readonly cause: unknown;
  /** Whether the line is written, by its level and the rate limit; reports may count it in both cases. */
  readonly isWritten: boolean;
  /** Above 0: the line is a summary of this many suppressed lines of its event. */
  readonly leftOut: number;
};

/** Receives every line. Must not throw. */
export type Report<Event extends string = string> = (line: Line<Event>) => void;

/** A log with a closed union of events. */
export type LogOf<Event extends string> = {
  debug(event: Event, fields?: LogFields): void;
  info(event: Event, fields?: LogFields): void;
  warn(event: Event, fields?: LogFields, cause?: unknown): void;
  error(event: Event, fields?: LogFields, cause?: unknown): void;
};

export type Destination = DestinationStream;

/** Lines of one event at one level in a minute. */
export type LogRateLimits = { readonly errors: number; readonly others: number };

/** For programs on the internet. The limit for errors is higher, because without the store each request is an error. */
export const deployedRateLimits: LogRateLimits = { errors: 300, others: 100 };

/**
 * Creates a log that writes JSON lines (by default to standard output); `silent` writes none. Lines above
 * a rate limit are not written; once a minute one line per event contains their number.
 */
export function createLogOf<Event extends string>(
  level: string,
  destination?: Destination,
  reports: readonly Report<Event>[] = [],
  limits: LogRateLimits | null = null,
): LogOf<Event> {
  const options = { level, base: null };
  const logger = destination ? pino(options, destination) : pino(options);
  const write = (line: Line<Event>) => {
    const { level, event, fields, cause, isWritten, leftOut } = line;
    const more = {
      ...(cause === undefined ? {} : { err: cause }),
      ...(leftOut ? { leftOut } : {}),
    };
    if (isWritten) logger[level]({ ...fields, ...more, event });
    for (const report of reports) report(line);
  };
  const mayWrite = limits === null ? () => true : limitLines<Event>(limits, write);
  const logAt =
    (level: Level) =>
    (event: Event, fields: LogFields = {}, cause?: unknown): void => {
      const isWritten = logger.isLevelEnabled(level) && mayWrite(level, event);
      write({ level, event, fields, cause, isWritten, leftOut: 0 });
    };
  return {
    debug: logAt('debug'),
    info: logAt('info'),
    warn: logAt('warn'),
    error: logAt('error'),
  };
}

/** Returns whether one more line may be written; `write` receives one line for all suppressed lines. */
function limitLines<Event extends string>(
  { errors, others }: LogRateLimits,
  write: (line: Line<Event>) => void,
) {
  const kinds = new Map<string, { readonly level: Level; readonly event: Event }>();
  const mayWrite = createRateLimit({
    limit: (kind) => (kinds.get(kind)?.level === 'error' ? errors : others),
    onSuppressed(kind, leftOut) {
      const line = kinds.get(kind);
      if (line) write({ ...line, fields: {}, cause: undefined, isWritten: true, leftOut });
    },
  });
  return (level: Level, event: Event) => {
    const kind = `${level} ${event}`;
    if (!kinds.has(kind)) kinds.set(kind, { level, event });
    return mayWrite(kind);
  };
}
