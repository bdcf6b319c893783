/** What ingest measures, for whoever gathers metrics; docs/runbook.md says what each is good for. */
import { metrics } from '@opentelemetry/api';
import type { MessageResult } from '@rooms-pro/core/contracts';
import type { LogFields, Report } from '@rooms-pro/insights';
import type { LogEvent } from './log.ts';

/** Counts what was answered to messages, once for each request. */
export type ResultCounter = (results: Iterable<MessageResult>) => void;

const meter = () => metrics.getMeter('rooms-pro.ingest');

/** Counts what the log tells; to be made once somebody gathers, or it counts nothing. */
export function createCounts(): Report<LogEvent> {
  const sweeps = meter().createHistogram('sweep.duration', {
    description: 'How long a sweep took.',
    unit: 's',
  });
  const setAside = meter().createCounter('telemetry.setAside', {
    description: 'Messages by event hub that could not be taken.',
  });
  const byEvent: Partial<Record<LogEvent, (fields: LogFields) => void>> = {
    'sweep.finished': ({ tookMs }) => sweeps.record(Number(tookMs) / 1000),
    'telemetry.setAside': (fields) => setAside.add(Number(fields['messages'])),
  };
  return ({ event, fields, leftOut }) => {
    if (leftOut === 0) byEvent[event]?.(fields);
  };
}

/** Counts messages and the verdicts on their items; to be made once somebody gathers. */
export function createResultCounter(): ResultCounter {
  const messages = meter().createCounter('telemetry.messages', {
    description: 'Messages taken, by whatever way they came.',
  });
  const items = meter().createCounter('telemetry.items', {
    description: 'Items of those messages, by verdict.',
  });
  return (results) => {
    const verdicts = new Map<string, number>();
    let count = 0;
    for (const result of results) {
      count += 1;
      for (const { verdict } of result.items)
        verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
    }
    if (count > 0) messages.add(count);
    for (const [verdict, times] of verdicts) items.add(times, { verdict });
  };
}
