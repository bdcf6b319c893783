import { type Attributes, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { describe, expect, it } from 'vitest';
import { createSampler, nameByRoute, rateLimitRequests, redactPersons } from './requests.ts';

/** A tracer that rations, and which requests came through by their routes. */
function open() {
  let now = 0;
  const exporter = new InMemorySpanExporter();
  const rationing = rateLimitRequests(new SimpleSpanProcessor(exporter), () => now);
  const provider = new NodeTracerProvider({
    sampler: createSampler(),
    spanProcessors: [redactPersons, rationing],
  });
  const tracer = provider.getTracer('test');
  return {
    exporter,
    pass: (ms: number) => {
      now += ms;
    },
    ask(times: number, route: string, status?: number) {
      for (let count = 0; count < times; count += 1) {
        const options = { kind: SpanKind.SERVER, attributes: { 'http.route': route } };
        const span = tracer.startSpan('GET', options, ROOT_CONTEXT);
        if (status !== undefined) span.setAttribute('http.status_code', status);
        span.end();
      }
    },
    tracer,
    count: (route: string) =>
      exporter.getFinishedSpans().filter(({ attributes }) => attributes['http.route'] === route)
        .length,
  };
}

describe('requests', () => {
  it('that are refused do not use up what is told of others', () => {
    const { ask, count, pass } = open();
    ask(1000, '/nowhere', 404);
    ask(1000, '/api/me', 401);
    ask(10, '/left');
    ask(1000, '/', 200);
    ask(150, '/api/me', 200);
    ask(150, '/api/me', 503);
    const routes = ['/nowhere', '/', '/api/me', '/left'];
    expect(routes.map(count)).toEqual([60, 100, 200, 0]);
    pass(60_000);
    ask(10, '/nowhere', 404);
    expect(count('/nowhere')).toBe(70);
  });

  it('are told with what they asked of others, or not at all', () => {
    const { tracer, exporter, ask } = open();
    const askAsking = () => {
      const kind = SpanKind.SERVER;
      const attributes = { 'http.status_code': 404 };
      const span = tracer.startSpan('asking', { kind, attributes }, ROOT_CONTEXT);
      const within = trace.setSpan(ROOT_CONTEXT, span);
      tracer.startSpan('asked', { kind: SpanKind.CLIENT }, within).end();
      span.end();
    };
    askAsking();
    expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual(['asked', 'asking']);
    ask(59, '/nowhere', 404);
    askAsking();
    expect(exporter.getFinishedSpans()).toHaveLength(61);
  });

  it('lose what was asked for, and who asked', () => {
    const attributes: Attributes = {
      'http.url': 'http://rooms.example/api/rooms?text=Emmy',
      'url.query': 'text=Emmy',
      'http.method': 'GET',
      'http.client_ip': '203.0.113.77',
      'net.peer.ip': '203.0.113.77',
      'http.user_agent': 'Emmy’s browser',
    };
    const span = { kind: SpanKind.SERVER, attributes };
    redactPersons.onEnd(span as unknown as Parameters<typeof redactPersons.onEnd>[0]);
    expect(attributes).toEqual({
      'http.url': 'http://rooms.example/api/rooms',
      'http.method': 'GET',
    });
  });

  it.each([
    [{ method: 'GET', route: { path: '/api/rooms/:id' } }, 'GET /api/rooms/:id'],
    [{ method: 'GET' }, null],
    [{ method: 'GET', route: null }, null],
  ])('are named by their route: %j', (request, name) => {
    let named: string | null = null;
    const span = { setAttribute() {}, updateName: (to: string) => (named = to) };
    nameByRoute(span as unknown as Parameters<typeof nameByRoute>[0], request);
    expect(named).toBe(name);
  });
});
