/**
 * The HTTP server during its whole life. It listens before the bot is ready and responds with the reason,
 * limits the connections of strangers, and waits for active requests when the process ends.
 */
import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ApiError } from '@rooms-pro/core/contracts';
import restify, { type Next, type Request, type Response, type Server } from 'restify';
import { createPendingRequests } from './activeRequests.ts';
import { type Connections, trackConnections } from './connections.ts';
import { discardAfterResponse } from './discardBody.ts';
import { hasReadableAddress, rejectAddress, serveWithoutUpgrade } from './unservableRequests.ts';

/** Why the server does not serve. `/readyz` returns this word. */
export type Closed = 'starting' | 'storeUnreachable' | 'stopping';

export type BotServer = {
  /** Routes may be mounted at any time. They get no request before `open`. */
  readonly server: Server;
  /** Starts to listen once and returns the port; rejects with the system's error (`EADDRINUSE` …). */
  listen(port: number, host: string): Promise<number>;
  /** Sets the reason why it does not serve yet. */
  setUnavailable(why: 'starting' | 'storeUnreachable'): void;
  /** From now on the routes get their requests. */
  open(): void;
  readonly isOpen: boolean;
  /** From now on new requests are rejected, and every response closes its connection. */
  drain(): void;
  /** Waits for active requests for a short time, then closes every connection and the port. */
  close(): Promise<void>;
};

export type HttpLimits = {
  /** A request must arrive completely within this time, except uploads (`mayTakeLong`). */
  readonly receiveWithinMs?: number;
  /** The longest wait for active requests during a shutdown. */
  readonly drainMs?: number;
  readonly mostConnections?: number;
  /** The number of these that are only for Teams and health probes. */
  readonly reservedConnections?: number;
  /** A connection without traffic for this long is closed. */
  readonly idleMs?: number;
  /** Called for each request that is rejected because only the reserve is left. */
  readonly onCrowded?: (connections: number) => void;
};

const receiveWithinMs = 60_000;
const headersWithinMs = 20_000;
/** For all requests, also uploads: 100 MB at the minimum rate. Node's default of five minutes is too short. */
const longestReceiveMs = 28 * 60_000;
/** Every handler sends within this time; a live stream sends a comment every 15 s. */
const idleMs = 120_000;
/** Shorter than the limits of the platform (half a minute) and of `npm start` (eight seconds). */
const drainMs = 2_000;
/** Time for interrupted handlers to clean up: they remove partial files. */
const tidyMs = 500;
/**
 * Each open tab needs one connection: some hundreds at most. Each connection may use 256 kB of memory for a
 * body: at most 512 MB, which the smallest plan (B1, 1.75 GB) has in addition to its rooms.
 */
const mostConnections = 2_000;
const reservedConnections = 200;
/** The paths that are served while only the reserve is left. */
const reservedPaths: readonly string[] = ['/healthz', '/readyz', '/api/messages'];

const sentences: Readonly<Record<Closed | 'crowded', string>> = {
  starting: 'Rooms Pro Management is starting. Try again in a minute.',
  storeUnreachable:
    'Rooms Pro Management cannot reach its database right now. No data is lost. Try again in a few minutes.',
  stopping: 'Rooms Pro Management is being restarted. Try again in a moment.',
  crowded: 'Rooms Pro Management has too many connections right now. Try again in a moment.',
};

const deadlines = new WeakMap<IncomingMessage, () => void>();

/** Gives a request the time limit of a large upload. Only for known senders. */
export function mayTakeLong(request: object): void {
  deadlines.get(request as IncomingMessage)?.();
}

/** Creates the server in the state `starting`. */
export function createHttpServer(limits: HttpLimits = {}): BotServer {
  const server = restify.createServer({ name: 'Rooms Pro Management' });
  const http = server.server as unknown as HttpServer;
  http.requestTimeout = longestReceiveMs;
  http.headersTimeout = headersWithinMs;
  http.timeout = limits.idleMs ?? idleMs;
  serveWithoutUpgrade(http);
  const connections = trackConnections(http, {
    most: limits.mostConnections ?? mostConnections,
    reserved: limits.reservedConnections ?? reservedConnections,
  });
  const active = createPendingRequests();
  let closed: Closed | null = 'starting';
  let listening: Promise<number> | null = null;
  let closing: Promise<void> | null = null;

  server.pre((request: Request, response: Response, next: Next) => {
    if (!hasReadableAddress(request)) return rejectAddress(response, next);
    connections.begin(request, response);
    discardAfterResponse(request, response);
    expectWithin(request, response, limits.receiveWithinMs ?? receiveWithinMs, connections);
    const isCrowded = connections.isCrowded && !reservedPaths.includes(request.getPath());
    const reason = closed ?? (isCrowded ? 'crowded' : null);
    if (reason === 'crowded') limits.onCrowded?.(connections.count);
    if (reason !== null) {
      respondClosed(request, response, reason);
      return next(false);
    }
    active.begin(request, response);
    return next();
  });
  // After the response is sent and its handler has ended.
  server.on('after', active.end);

  function drain(): void {
    closed = 'stopping';
    active.endConnections();
  }

  async function close(): Promise<void> {
    drain();
    await active.ended(limits.drainMs ?? drainMs);
    const ended = new Promise<void>((done) => http.close(() => done()));
    connections.closeAll();
    await ended;
    await active.ended(tidyMs);
  }

  return {
    server,
    listen(port, host) {
      listening ??= listen(http, port, host);
      return listening;
    },
    setUnavailable(why) {
      if (closed !== null && closed !== 'stopping') closed = why;
    },
    open() {
      if (closed !== 'stopping') closed = null;
    },
    get isOpen() {
      return closed === null;
    },
    drain,
    close() {
      closing ??= close();
      return closing;
    },
  };
}

function listen(http: HttpServer, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, host, () => {
      http.off('error', reject);
      resolve((http.address() as AddressInfo).port);
    });
  });
}

/** Sets the time limit of one request. Node has one limit for all requests, which must allow uploads. */
function expectWithin(
  request: IncomingMessage,
  response: ServerResponse,
  ms: number,
  connections: Connections,
): void {
  if (request.complete) return;
  const cut = () => {
    if (request.complete) return;
    const { socket } = request;
    if (!response.headersSent)
      socket.write('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n');
    socket.destroySoon();
  };
  const timer = setTimeout(cut, ms).unref();
  deadlines.set(request, () => {
    clearTimeout(timer);
    connections.keep(request);
  });
  request.once('close', () => clearTimeout(timer));
}

function respondClosed(request: Request, response: Response, closed: Closed | 'crowded'): void {
  // While the body is still arriving, the sender would see a broken connection instead of the response.
  if (request.complete) response.setHeader('connection', 'close');
  const path = request.getPath();
  if (path === '/healthz') response.send(200, { status: 'alive' });
  else if (path === '/readyz') response.send(503, { status: closed });
  else refuse(request, response, closed);
}

function refuse(request: Request, response: Response, closed: Closed | 'crowded'): void {
  const sentence = sentences[closed];
  response.setHeader('retry-after', closed === 'stopping' || closed === 'crowded' ? '2' : '30');
  if (/text\/html/.test(request.header('accept', ''))) {
    const headers = { 'content-type': 'text/plain; charset=utf-8' };
    response.sendRaw(503, `${sentence}\n`, headers);
    return;
  }
  const body: ApiError = { error: { code: closed, sentence } };
  response.send(503, body);
}
