import { type Attributes, ROOT_CONTEXT, SpanKind } from '@opentelemetry/api';
import { SamplingDecision } from '@opentelemetry/sdk-trace-node';
import { describe, expect, it } from 'vitest';
import { createSampler, nameByRoute, pathsOnly } from './requests.ts';

describe('requests', () => {
  it('are told three hundred times a minute', () => {
    let now = 0;
    const sampler = createSampler(() => now);
    const ask = () => sampler.shouldSample(ROOT_CONTEXT, 'id', 'GET', SpanKind.SERVER, {}, []);
    const told = (times: number) =>
      Array.from({ length: times }, ask).filter(
        ({ decision }) => decision === SamplingDecision.RECORD_AND_SAMPLED,
      ).length;
    expect(told(1000)).toBe(300);
    now = 60_000;
    expect(told(10)).toBe(10);
  });

  it('lose what was asked for', () => {
    const attributes: Attributes = {
      'http.url': 'http://rooms.example/api/rooms?text=Emmy',
      'url.query': 'text=Emmy',
      'http.method': 'GET',
    };
    pathsOnly.onEnd({ attributes } as Parameters<typeof pathsOnly.onEnd>[0]);
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
