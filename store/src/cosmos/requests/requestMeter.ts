/** Sits between the SDK and the network and adds up the charge of every request that the SDK sends. */
import { AsyncLocalStorage } from 'node:async_hooks';
import http from 'node:http';
import https from 'node:https';
import {
  createDefaultHttpClient,
  type HttpClient,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import { createChargeCount } from '../../metrics.ts';
import { findFault, ResponseFault, tooLateStatus } from './cosmosErrors.ts';

/** The operations of the store that send requests. */
export const cosmosOperations = [
  'open',
  'readRoom',
  'commit',
  'streamRooms',
  'history',
  'feed',
  'readDocument',
  'putDocument',
  'deleteDocument',
  'streamDocuments',
] as const;
export type CosmosOperation = (typeof cosmosOperations)[number];

/** Runs a call with retries, counts its charge for `operation`, and explains its faults in sentences. */
export type Execute = <A>(operation: CosmosOperation, call: () => Promise<A>) => Promise<A>;

/** How often an operation ran, and its cost. */
export type Usage = {
  /** Calls of the store; one call includes all its retries. */
  readonly calls: number;
  /** Requests on the network. */
  readonly requests: number;
  readonly requestUnits: number;
};

/** The usage so far: in total, and for each operation. */
export type CosmosStats = Usage & { readonly operations: Readonly<Record<CosmosOperation, Usage>> };

export type RequestMeter = {
  /** The HTTP client for the SDK: counts requests, and stops retries of the SDK after the deadline. */
  readonly httpClient: HttpClient;
  /** Runs a call and counts its requests for `operation`. */
  charge<A>(operation: CosmosOperation, call: () => Promise<A>): Promise<A>;
  /** Runs a call; when the SDK throws an error without the response, the response becomes its cause. */
  attachFault<A>(call: () => Promise<A>): Promise<A>;
  stats(): CosmosStats;
  /** Closes the connections. */
  close(): void;
};

/** The response is missing or incomplete. The SDK does not retry an error with this code. */
class ConnectionLost extends Error {
  readonly code = 'ConnectionLost';
}

/** Maximum open connections: when many rooms change at once, their requests wait instead of opening thousands. */
const maxConnections = 128;

type Charge = {
  readonly operation: CosmosOperation;
  readonly untilMs: number;
  /** The last response, if it was a fault. */
  fault: ResponseFault | null;
};

/** Creates a meter at zero. `deadlineMs` bounds each call with all retries of the SDK. */
export function createRequestMeter(
  deadlineMs: number,
  wire = createDefaultHttpClient(),
): RequestMeter {
  const current = new AsyncLocalStorage<Charge>();
  const connections = { keepAlive: true, maxSockets: maxConnections };
  const agents = { plain: new http.Agent(connections), secure: new https.Agent(connections) };
  const countCharge = createChargeCount();
  const { usageFor, stats } = createUsages();

  return {
    httpClient: {
      async sendRequest(request) {
        const charge = current.getStore();
        if (charge && performance.now() > charge.untilMs) throw new ResponseFault(tooLateStatus);
        const operation = charge?.operation ?? 'open';
        const usage = usageFor(operation);
        usage.requests += 1;
        if (charge) charge.fault = new ResponseFault(0);
        request.agent = request.url.startsWith('http:') ? agents.plain : agents.secure;
        const response = await wire.sendRequest(request).catch(rethrowLost);
        const requestUnits = Number(response.headers.get('x-ms-request-charge') ?? 0);
        usage.requestUnits += requestUnits;
        countCharge(operation, requestUnits);
        if (charge) charge.fault = toFault(response);
        return response;
      },
    },
    charge(operation, call) {
      usageFor(operation).calls += 1;
      const untilMs = performance.now() + deadlineMs;
      return current.run({ operation, untilMs, fault: null }, call);
    },
    async attachFault(call) {
      try {
        return await call();
      } catch (error) {
        const fault = current.getStore()?.fault;
        if (!fault || findFault(error) !== null || !(error instanceof Error)) throw error;
        throw new Error(error.message, { cause: fault });
      }
    },
    close() {
      agents.plain.destroy();
      agents.secure.destroy();
    },
    stats,
  };
}

/** The usage of each operation, at zero. */
function createUsages() {
  const usages = new Map<CosmosOperation, { -readonly [Key in keyof Usage]: Usage[Key] }>();
  const usageFor = (operation: CosmosOperation) => {
    const usage = usages.get(operation) ?? { calls: 0, requests: 0, requestUnits: 0 };
    usages.set(operation, usage);
    return usage;
  };
  return {
    usageFor,
    stats(): CosmosStats {
      const operations = Object.fromEntries(
        cosmosOperations.map((operation) => [operation, { ...usageFor(operation) }]),
      ) as Record<CosmosOperation, Usage>;
      const sum = (key: keyof Usage) =>
        Object.values(operations).reduce((total, usage) => total + usage[key], 0);
      return {
        calls: sum('calls'),
        requests: sum('requests'),
        requestUnits: sum('requestUnits'),
        operations,
      };
    },
  };
}

function toFault({ status, headers }: PipelineResponse): ResponseFault | null {
  if (status < 400) return null;
  const after = headers.get('x-ms-retry-after-ms');
  return new ResponseFault(status, after === undefined ? undefined : Number(after));
}

/** The SDK waits a second before it reads again after a cut connection; the store retries sooner. */
function rethrowLost(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'PARSE_ERROR') {
    throw new ConnectionLost('The connection was cut.', { cause: error });
  }
  throw error;
}
