/** Which requests are told, by what name, and without what people asked for. */
import type { Span } from '@opentelemetry/api';
import {
  ParentBasedSampler,
  type Sampler,
  SamplingDecision,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { createRation } from './ration.ts';

/** Of what goes well or wrong; what goes wrong is in the log as well, which tells of every fault. */
const mostRequestsAMinute = 300;

/** The first requests of each minute; what one of them asks of others is told with it. */
export function createSampler(nowMs: () => number = () => performance.now()): Sampler {
  const ration = createRation(mostRequestsAMinute, nowMs);
  const { RECORD_AND_SAMPLED, NOT_RECORD } = SamplingDecision;
  const first: Sampler = {
    shouldSample: () => ({ decision: ration('request').isTold ? RECORD_AND_SAMPLED : NOT_RECORD }),
    toString: () => `${mostRequestsAMinute} a minute`,
  };
  // Whoever calls us does not decide what we tell.
  return new ParentBasedSampler({
    root: first,
    remoteParentSampled: first,
    remoteParentNotSampled: first,
  });
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

/** Cuts questions off addresses as spans end; to stand before whoever exports them. */
export const pathsOnly: SpanProcessor = {
  onStart() {},
  onEnd({ attributes }) {
    for (const name of addresses) {
      const address = attributes[name];
      if (typeof address === 'string') attributes[name] = address.split('?', 1)[0] ?? '';
    }
    delete attributes['url.query'];
  },
  forceFlush: async () => {},
  shutdown: async () => {},
};
