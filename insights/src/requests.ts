/** Which requests are reported, under which names, and without search texts and personal data. */
import { type Attributes, type Span, SpanKind } from '@opentelemetry/api';
import {
  AlwaysOnSampler,
  ParentBasedSampler,
  type ReadableSpan,
  type Sampler,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { createRateLimit } from './rateLimit.ts';

/** Limit per route and minute; failed requests of the route have a separate limit of the same size. */
const maxPerRoute = 100;
/** Limit of all refused requests together, so that callers without permission do not use up other limits. */
const maxRefused = 60;
/** Limit of outgoing requests per incoming request; further ones are not reported. */
const maxOutgoing = 200;

/** Records every incoming request; its result decides later whether it is reported. */
export function createSampler(): Sampler {
  const root = new AlwaysOnSampler();
  // A caller does not decide what we report.
  return new ParentBasedSampler({ root, remoteParentSampled: root, remoteParentNotSampled: root });
}

/** Passes on the first requests of each minute, each with its outgoing requests. */
export function rateLimitRequests(next: SpanProcessor, nowMs?: () => number): SpanProcessor {
  const limit = (kind: string) => (kind === 'refused' ? maxRefused : maxPerRoute);
  const mayReport = createRateLimit({ limit, ...(nowMs ? { nowMs } : {}) });
  /** The outgoing requests of open requests, by trace. */
  const outgoingByTrace = new Map<string, ReadableSpan[]>();
  return {
    onStart(span, parent) {
      if (span.kind === SpanKind.SERVER) outgoingByTrace.set(traceId(span), []);
      next.onStart(span, parent);
    },
    onEnd(span) {
      const trace = traceId(span);
      const outgoing = outgoingByTrace.get(trace);
      if (span.kind !== SpanKind.SERVER) {
        if (outgoing && outgoing.length < maxOutgoing) outgoing.push(span);
        return;
      }
      outgoingByTrace.delete(trace);
      if (!mayReport(requestKind(span.attributes))) return;
      for (const one of [...(outgoing ?? []), span]) next.onEnd(one);
    },
    forceFlush: () => next.forceFlush(),
    shutdown: () => next.shutdown(),
  };
}

function traceId(span: { spanContext(): { readonly traceId: string } }): string {
  return span.spanContext().traceId;
}

/** A request without a status: the caller did not wait for the response. */
function requestKind(attributes: Attributes): string {
  const status = Number(attributes['http.status_code'] ?? attributes['http.response.status_code']);
  if (!(status < 400 || status >= 500)) return 'refused';
  return `${status < 400 ? 'answered' : 'failed'} ${attributes['http.route'] ?? ''}`;
}

/** Names a request by the route that restify chose, so that requests of all rooms have the same name. */
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
/** Attribute names of both versions of the semantic conventions; the exporter supports both. */
const personalAttributes = [
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

/** Removes search texts and personal data when requests end. Put it before the exporter. */
export const redactPersons: SpanProcessor = {
  onStart() {},
  onEnd({ kind, attributes }) {
    for (const name of addresses) {
      const address = attributes[name];
      if (typeof address === 'string') attributes[name] = address.split('?', 1)[0] ?? '';
    }
    // Outgoing requests have peers, too, but those are services and not people.
    if (kind === SpanKind.SERVER) for (const name of personalAttributes) delete attributes[name];
    delete attributes['url.query'];
  },
  forceFlush: async () => {},
  shutdown: async () => {},
};
