/** What ingest writes to its log: event names from a closed union, flat fields, one JSON line each. */
import {
  createLogOf,
  type Destination,
  type LogOf,
  type LogRateLimits,
  type Report,
} from '@rooms-pro/insights';

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

/** Where ingest's parts log to. Never message bodies, keys, or names of people and rooms. */
export type Log = LogOf<LogEvent>;

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** A log that writes JSON lines (to standard output unless told otherwise); `silent` writes none. */
export function createLog(
  level: LogLevel,
  destination?: Destination,
  reports?: readonly Report<LogEvent>[],
  rations?: LogRateLimits,
): Log {
  return createLogOf(level, destination, reports, rations);
}
