/** Between the SDK and the wire: adds up what every request costs, whoever in the SDK sent it. */
import { AsyncLocalStorage } from 'node:async_hooks';
import http from 'node:http';
import https from 'node:https';
import {
  createDefaultHttpClient,
  type HttpClient,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import { createChargeCount } from '../metrics.ts';
import { AnswerFault, faultOf, tooLateStatus } from './cosmosErrors.ts';

/** What the store was doing when it sent a request. */
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

/** How often and at what cost something was done. */
export type Usage = {
  /** Times the store did it, each with all its retries. */
  readonly calls: number;
  /** Requests on the wire. */
  readonly requests: number;
  readonly requestUnits: number;
};

/** The bill so far: in all, and by kind of operation. */
export type CosmosStats = Usage & { readonly operations: Readonly<Record<CosmosOperation, Usage>> };

export type RequestMeter = {
  /** To be given to the SDK: counts, and cuts short what the SDK would retry past the deadline. */
  readonly httpClient: HttpClient;
  /** Does something whose requests go on the bill of `operation`. */
  bill<A>(operation: CosmosOperation, call: () => Promise<A>): Promise<A>;
  /** Calls; where the SDK throws without saying which answer it got, the answer becomes the cause. */
  keepFault<A>(call: () => Promise<A>): Promise<A>;
  stats(): CosmosStats;
  /** Lets go of the connections. */
  close(): void;
};

/** No answer came, or it was cut off. Has a code that the SDK leaves to us. */
class ConnectionLost extends Error {
  readonly code = 'ConnectionLost';
}

/** Connections at once: a storm of rooms waits for its turn instead of opening thousands. */
const mostConnections = 128;

type Bill = {
  readonly operation: CosmosOperation;
  readonly untilMs: number;
  /** The last answer, when it was a fault. */
  fault: AnswerFault | null;
};

/** Starts a bill at nothing. `deadlineMs` bounds each call with all that the SDK retries by itself. */
export function createRequestMeter(
  deadlineMs: number,
  wire = createDefaultHttpClient(),
): RequestMeter {
  const current = new AsyncLocalStorage<Bill>();
  const connections = { keepAlive: true, maxSockets: mostConnections };
  const agents = { plain: new http.Agent(connections), secure: new https.Agent(connections) };
  const countCharge = createChargeCount();
  const tolls = new Map<CosmosOperation, { -readonly [Key in keyof Usage]: Usage[Key] }>();
  const tollOf = (operation: CosmosOperation) => {
    const toll = tolls.get(operation) ?? { calls: 0, requests: 0, requestUnits: 0 };
    tolls.set(operation, toll);
    return toll;
  };

  return {
    httpClient: {
      async sendRequest(request) {
        const bill = current.getStore();
        if (bill && performance.now() > bill.untilMs) throw new AnswerFault(tooLateStatus);
        const operation = bill?.operation ?? 'open';
        const toll = tollOf(operation);
        toll.requests += 1;
        if (bill) bill.fault = new AnswerFault(0);
        request.agent = request.url.startsWith('http:') ? agents.plain : agents.secure;
        const response = await wire.sendRequest(request).catch(rethrowLost);
        const charge = Number(response.headers.get('x-ms-request-charge') ?? 0);
        toll.requestUnits += charge;
        countCharge(operation, charge);
        if (bill) bill.fault = faultOfAnswer(response);
        return response;
      },
    },
    bill(operation, call) {
      tollOf(operation).calls += 1;
      const untilMs = performance.now() + deadlineMs;
      return current.run({ operation, untilMs, fault: null }, call);
    },
    async keepFault(call) {
      try {
        return await call();
      } catch (error) {
        const fault = current.getStore()?.fault;
        if (!fault || faultOf(error) !== null || !(error instanceof Error)) throw error;
        throw new Error(error.message, { cause: fault });
      }
    },
    close() {
      agents.plain.destroy();
      agents.secure.destroy();
    },
    stats() {
      const operations = Object.fromEntries(
        cosmosOperations.map((operation) => [operation, { ...tollOf(operation) }]),
      ) as Record<CosmosOperation, Usage>;
      const sum = (key: keyof Usage) =>
        Object.values(operations).reduce((total, toll) => total + toll[key], 0);
      return {
        calls: sum('calls'),
        requests: sum('requests'),
        requestUnits: sum('requestUnits'),
        operations,
      };
    },
  };
}

function faultOfAnswer({ status, headers }: PipelineResponse): AnswerFault | null {
  if (status < 400) return null;
  const after = headers.get('x-ms-retry-after-ms');
  return new AnswerFault(status, after === undefined ? undefined : Number(after));
}

/** The SDK would wait a second before it reads again over a cut connection; the store is quicker. */
function rethrowLost(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'PARSE_ERROR') {
    throw new ConnectionLost('The connection was cut.', { cause: error });
  }
  throw error;
}
