/** Log lines as records, as the SDK of OpenTelemetry receives them. */
import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { logs, SeverityNumber } from '@opentelemetry/api-logs';
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLogOf } from './log.ts';
import { createRecords } from './records.ts';

const exporter = new InMemoryLogRecordExporter();
beforeAll(() => {
  const processors = [new SimpleLogRecordProcessor({ exporter })];
  logs.setGlobalLoggerProvider(new LoggerProvider({ processors }));
  new NodeTracerProvider().register();
});
beforeEach(() => exporter.reset());

const open = (level = 'info') => createLogOf(level, { write() {} }, [createRecords()]);
const records = () => exporter.getFinishedLogRecords();

describe('a log line', () => {
  it('becomes a record with its event, level and fields', () => {
    const fields = { correlationId: 'c-1', status: 401, none: null, left: undefined };
    open().warn('telemetry.refused', fields);
    expect(records()).toMatchObject([
      {
        body: 'telemetry.refused',
        severityNumber: SeverityNumber.WARN,
        severityText: 'warn',
        attributes: { event: 'telemetry.refused', correlationId: 'c-1', status: 401 },
      },
    ]);
    expect(Object.keys(records()[0]?.attributes ?? {})).toHaveLength(3);
  });

  it('that is not written is not reported', () => {
    const log = open('error');
    log.debug('a');
    log.warn('b');
    open('silent').error('c');
    expect(records()).toEqual([]);
  });

  it('belongs to the trace in which it was written', () => {
    const spanContext = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
    const within = trace.setSpanContext(ROOT_CONTEXT, { ...spanContext, traceFlags: 1 });
    context.with(within, () => open().info('card.posted'));
    expect(records()[0]?.spanContext).toMatchObject(spanContext);
  });

  it('contains the stacks of its causes, and no other members of them', () => {
    const cause = Object.assign(new TypeError('refused'), { request: { token: 'secret' } });
    open().error('store.failed', {}, new Error('No answer.', { cause }));
    const { attributes } = records()[0] ?? {};
    expect(attributes).toMatchObject({
      'exception.type': 'Error',
      'exception.message': 'No answer.',
      'exception.stacktrace': expect.stringMatching(
        /^Error: No answer\.[\s\S]*caused by: TypeError: refused/,
      ),
    });
    expect(JSON.stringify(attributes)).not.toContain('secret');
  });

  it('contains the number of suppressed lines', () => {
    createRecords()({
      level: 'warn',
      event: 'telemetry.refused',
      fields: {},
      cause: undefined,
      isWritten: true,
      leftOut: 7,
    });
    expect(records()[0]?.attributes).toEqual({ event: 'telemetry.refused', leftOut: 7 });
  });
});
