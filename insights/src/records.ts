/** Each line of the log as an OpenTelemetry log record, in the trace that it was written in. */
import { metrics } from '@opentelemetry/api';
import { type LogAttributes, logs, SeverityNumber } from '@opentelemetry/api-logs';
import type { Level, Line, Report } from './log.ts';

const severities: Readonly<Record<Level, SeverityNumber>> = {
  debug: SeverityNumber.DEBUG,
  info: SeverityNumber.INFO,
  warn: SeverityNumber.WARN,
  error: SeverityNumber.ERROR,
};

const maxCauses = 5;

/** Creates the report that emits records and counts faults. Create it after the SDK has started. */
export function createRecords(): Report {
  const logger = logs.getLogger('rooms-pro');
  const faults = metrics.getMeter('rooms-pro').createCounter('faults', {
    description: 'Log lines at warn and error, by event.',
  });

  return (line) => {
    const { level, event, isWritten, leftOut } = line;
    const isFault = level === 'warn' || level === 'error';
    if (isFault && leftOut === 0) faults.add(1, { event, level });
    if (!isWritten) return;
    const attributes = { ...toAttributes(line), ...(leftOut > 0 ? { leftOut } : {}) };
    const severity = { severityNumber: severities[level], severityText: level };
    logger.emit({ body: event, ...severity, attributes });
  };
}

function toAttributes({ event, fields, cause }: Line): LogAttributes {
  const attributes: LogAttributes = { event };
  for (const [name, value] of Object.entries(fields))
    if (value !== undefined && value !== null) attributes[name] = value;
  if (!(cause instanceof Error)) return attributes;
  attributes['exception.type'] = cause.name;
  attributes['exception.message'] = cause.message;
  attributes['exception.stacktrace'] = formatStack(cause);
  return attributes;
}

/** The stacks of an error and its causes; no other members of them. */
function formatStack(error: Error): string {
  const stacks: string[] = [];
  for (let at: unknown = error; at instanceof Error && stacks.length < maxCauses; at = at.cause)
    stacks.push(at.stack ?? `${at.name}: ${at.message}`);
  return stacks.join('\ncaused by: ');
}
