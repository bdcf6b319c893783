/** Each line of the log as an OpenTelemetry log record, in the trace that it was written in. */
import { metrics } from '@opentelemetry/api';
import { type LogAttributes, logs, SeverityNumber } from '@opentelemetry/api-logs';
import type { Level, Line, Report } from './log.ts';
import { createRation } from './ration.ts';

const severities: Readonly<Record<Level, SeverityNumber>> = {
  debug: SeverityNumber.DEBUG,
  info: SeverityNumber.INFO,
  warn: SeverityNumber.WARN,
  error: SeverityNumber.ERROR,
};

/** Of one event, lower than an error, in one minute. Errors are told without exception. */
const mostAMinute = 100;
const mostCauses = 5;

/** Makes the report that emits records and counts what went wrong; to be made once the SDK runs. */
export function createRecords(nowMs: () => number = () => performance.now()): Report {
  const logger = logs.getLogger('rooms-pro');
  const faults = metrics.getMeter('rooms-pro').createCounter('faults', {
    description: 'Log lines at warn and error, by event.',
  });
  const ration = createRation(mostAMinute, nowMs);

  return (line) => {
    const { level, event, isWritten } = line;
    if (level === 'warn' || level === 'error') faults.add(1, { event, level });
    if (!isWritten) return;
    const { isTold, leftOut } = level === 'error' ? { isTold: true, leftOut: 0 } : ration(event);
    if (!isTold) return;
    const attributes = { ...attributesOf(line), ...(leftOut > 0 ? { leftOut } : {}) };
    const severity = { severityNumber: severities[level], severityText: level };
    logger.emit({ body: event, ...severity, attributes });
  };
}

function attributesOf({ event, fields, cause }: Line): LogAttributes {
  const attributes: LogAttributes = { event };
  for (const [name, value] of Object.entries(fields))
    if (value !== undefined && value !== null) attributes[name] = value;
  if (!(cause instanceof Error)) return attributes;
  attributes['exception.type'] = cause.name;
  attributes['exception.message'] = cause.message;
  attributes['exception.stacktrace'] = stackOf(cause);
  return attributes;
}

/** The stack with those of what caused it; nothing else that an error may carry. */
function stackOf(error: Error): string {
  const stacks: string[] = [];
  for (let at: unknown = error; at instanceof Error && stacks.length < mostCauses; at = at.cause)
    stacks.push(at.stack ?? `${at.name}: ${at.message}`);
  return stacks.join('\ncaused by: ');
}
