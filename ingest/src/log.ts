/** The log of ingest: event names from a closed union, flat fields, one JSON line each. */
import {
  createLogOf,
  type Destination,
  type LogOf,
  type LogRateLimits,
  type Report,
} from '@rooms-pro/insights';

/** All log events of ingest. */
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
  | 'room.waits'
  | 'room.sweepFailed'
  | 'rules.unusable'
  | 'lastSeen.failed'
  | 'rules.failed'
  | 'feed.failed'
  | 'store.failed'
  | 'document.quarantined'
  | 'document.released'
  | 'outages.failed'
  | 'ingest.opened'
  | 'setting.unresolved'
  | 'sweep.finished';

/** The log of ingest. It never contains message bodies, keys, or names of people and rooms. */
export type Log = LogOf<LogEvent>;

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Creates a log that writes JSON lines (by default to standard output); `silent` writes none. */
export function createLog(
  level: LogLevel,
  destination?: Destination,
  reports?: readonly Report<LogEvent>[],
  limits?: LogRateLimits,
): Log {
  return createLogOf(level, destination, reports, limits);
}
