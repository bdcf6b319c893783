/** Which requests are told, by what name, and without what people asked for or who they are. */
import { type Attributes, type Span, SpanKind } from '@opentelemetry/api';
import {
  AlwaysOnSampler,
  ParentBasedSampler,
  type ReadableSpan,
  type Sampler,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { createRateLimit } from './rateLimit.ts';

/** Of one route; what goes wrong on it has as many of its own. */
const mostOfARoute = 100;
/** Of all that are refused: whoever may do nothing must not use up what is told of the others. */
const mostRefused = 60;
/** What one request asked of others; the rest of it is left out. */
const mostAsked = 200;

/** Every request that comes in is recorded: what came of it decides whether it is told. */
export function createSampler(): Sampler {
  const root = new AlwaysOnSampler();
  // Whoever calls us does not decide what we tell.
  return new ParentBasedSampler({ root, remoteParentSampled: root, remoteParentNotSampled: root });
}

/** Hands on the first requests of each minute, each with what it asked of others. */
export function rateLimitRequests(next: SpanProcessor, nowMs?: () => number): SpanProcessor {
  const most = (kind: string) => (kind === 'refused' ? mostRefused : mostOfARoute);
  const ration = createRateLimit({ most, ...(nowMs ? { nowMs } : {}) });
  /** What open requests asked, by their traces. */
  const askedIn = new Map<string, ReadableSpan[]>();
  return {
    onStart(span, parent) {
      if (span.kind === SpanKind.SERVER) askedIn.set(traceOf(span), []);
      next.onStart(span, parent);
    },
    onEnd(span) {
      const trace = traceOf(span);
      const asked = askedIn.get(trace);
      if (span.kind !== SpanKind.SERVER) {
        if (asked && asked.length < mostAsked) asked.push(span);
        return;
      }
      askedIn.delete(trace);
      if (!ration(kindOf(span.attributes))) return;
      for (const one of [...(asked ?? []), span]) next.onEnd(one);
    },
    forceFlush: () => next.forceFlush(),
    shutdown: () => next.shutdown(),
  };
}

function traceOf(span: { spanContext(): { readonly traceId: string } }): string {
  return span.spanContext().traceId;
}

/** Without a status, whoever asked did not wait for the answer. */
function kindOf(attributes: Attributes): string {
  const status = Number(attributes['http.status_code'] ?? attributes['http.response.status_code']);
  if (!(status < 400 || status >= 500)) return 'refused';
  return `${status < 400 ? 'answered' : 'failed'} ${attributes['http.route'] ?? ''}`;
}

/** Names a request by the route that restify chose, so that all rooms are one name and not thousands. */
export function nameByRoute(
  span: Span,
  request: object & { readonly method?: string | undefined },
): void {
  if (!('route' in request)) return;
  const { route, method } = request;
  if (typeof route !== 'object' || route === null || !('path' in route)) return;
  if (typeof route.path !== 'string') return;
  span.setAttribute('http.route', route.path);
  span.updateName(`${method} ${route.path}`);
}

const addresses = ['http.url', 'http.target', 'url.full'] as const;
/** In the words of both generations of the conventions, of which the exporter knows each. */
const aboutPeople = [
  'url.query',
  'http.client_ip',
  'client.address',
  'client.port',
  'net.peer.ip',
  'net.peer.name',
  'net.peer.port',
  'network.peer.address',
  'network.peer.port',
  'http.user_agent',
  'user_agent.original',
] as const;

/** Takes out what was searched and who asked, as requests end; to stand before whoever exports them. */
export const redactPersons: SpanProcessor = {
  onStart() {},
  onEnd({ kind, attributes }) {
    for (const name of addresses) {
      const address = attributes[name];
      if (typeof address === 'string') attributes[name] = address.split('?', 1)[0] ?? '';
    }
    // What we ask of others has peers as well: they are services, not people.
    if (kind === SpanKind.SERVER) for (const name of aboutPeople) delete attributes[name];
    delete attributes['url.query'];
  },
  forceFlush: async () => {},
  shutdown: async () => {},
};
