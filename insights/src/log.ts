/** Log lines: an event name and flat fields, one JSON line each, and to whoever else is to hear. */
import { type DestinationStream, pino } from 'pino';
import { createRateLimit } from './rateLimit.ts';

export type Level = 'debug' | 'info' | 'warn' | 'error';

export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** What was logged. Never bodies, tokens or names of people. */
export type Line<Event extends string = string> = {
  readonly level: Level;
  readonly event: Event;
  readonly fields: LogFields;
  readonly cause: unknown;
  /** Whether it is written, by its level and the ration; what is not may be counted all the same. */
  readonly isWritten: boolean;
  /** Above 0: it happened not once more, but stands for so many lines of its event that were left out. */
  readonly leftOut: number;
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

/** Lines of one event at one level in a minute. */
export type LogRateLimits = { readonly errors: number; readonly others: number };

/** For what strangers can reach: errors generously, since without the store each request is one. */
export const deployedRateLimits: LogRateLimits = { errors: 300, others: 100 };

/**
 * A log that writes JSON lines (to standard output unless told otherwise); `silent` writes none. What
 * a ration leaves out is written nowhere; once a minute one line says how many of the event they were.
 */
export function createLogOf<Event extends string>(
  level: string,
  destination?: Destination,
  reports: readonly Report<Event>[] = [],
  rations: LogRateLimits | null = null,
): LogOf<Event> {
  const options = { level, base: null };
  const logger = destination ? pino(options, destination) : pino(options);
  const tell = (line: Line<Event>) => {
    const { level, event, fields, cause, isWritten, leftOut } = line;
    const more = {
      ...(cause === undefined ? {} : { err: cause }),
      ...(leftOut ? { leftOut } : {}),
    };
    if (isWritten) logger[level]({ ...fields, ...more, event });
    for (const report of reports) report(line);
  };
  const mayWrite = rations === null ? () => true : rationed<Event>(rations, tell);
  const sayAt =
    (level: Level) =>
    (event: Event, fields: LogFields = {}, cause?: unknown): void => {
      const isWritten = logger.isLevelEnabled(level) && mayWrite(level, event);
      tell({ level, event, fields, cause, isWritten, leftOut: 0 });
    };
  return {
    debug: sayAt('debug'),
    info: sayAt('info'),
    warn: sayAt('warn'),
    error: sayAt('error'),
  };
}

/** Whether one more line may be written; `tell` gets one for all that might not. */
function rationed<Event extends string>(
  { errors, others }: LogRateLimits,
  tell: (line: Line<Event>) => void,
) {
  const kinds = new Map<string, { readonly level: Level; readonly event: Event }>();
  const ration = createRateLimit({
    most: (kind) => (kinds.get(kind)?.level === 'error' ? errors : others),
    onLeftOut(kind, leftOut) {
      const said = kinds.get(kind);
      if (said) tell({ ...said, fields: {}, cause: undefined, isWritten: true, leftOut });
    },
  });
  return (level: Level, event: Event) => {
    const kind = `${level} ${event}`;
    if (!kinds.has(kind)) kinds.set(kind, { level, event });
    return ration(kind);
  };
}
