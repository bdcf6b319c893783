/**
 * The HTTP server before and after it serves: it listens from the first moment, says why it cannot
 * serve yet, bounds what strangers may hold open, and lets requests end when the process ends.
 */
import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ApiError } from '@rooms-pro/core/contracts';
import restify, { type Next, type Request, type Response, type Server } from 'restify';
import { createPendingRequests } from './activeRequests.ts';
import { type Connections, trackConnections } from './connections.ts';
import { discardAfterResponse } from './discardBody.ts';
import { hasReadableAddress, rejectAddress, serveWithoutUpgrade } from './unservableRequests.ts';

/** Why nothing is served; `/readyz` says it in this word. */
export type Closed = 'starting' | 'storeUnreachable' | 'stopping';

export type BotServer = {
  /** Routes may be mounted at any time; nobody comes to them before `open`. */
  readonly server: Server;
  /** Listens, unless it does; rejects with the system's error (`EADDRINUSE` …). Answers the port. */
  listen(port: number, host: string): Promise<number>;
  /** Says why it does not serve yet. */
  notYet(why: 'starting' | 'storeUnreachable'): void;
  /** From now on requests come to their routes. */
  open(): void;
  readonly isOpen: boolean;
  /** From now on nobody is let in, and every answer ends its connection. */
  turnAway(): void;
  /** Lets requests under way end, for a short time; then closes every connection and the port. */
  close(): Promise<void>;
};

export type HttpLimits = {
  /** A request has to be here as a whole within this, but for uploads (`mayTakeLong`). */
  readonly receiveWithinMs?: number;
  /** Requests under way may go on for this long when it closes. */
  readonly drainMs?: number;
  readonly mostConnections?: number;
  /** So many of these are for Teams and for health probes. */
  readonly reservedConnections?: number;
  /** A connection on which nothing moves for so long is closed. */
  readonly stillMs?: number;
  /** Called for each request that is rejected because only the reserve is left. */
  readonly onCrowded?: (connections: number) => void;
};

const receiveWithinMs = 60_000;
const headersWithinMs = 20_000;
/** Of all requests, also uploads: 100 MB at their minimum rate. Node's own five minutes are too few. */
const longestReceiveMs = 28 * 60_000;
/** Longer than any handler works without a byte; a live stream has a comment every 15 s. */
const stillMs = 120_000;
/** The platform kills after half a minute, and `npm start` after eight seconds: both have time left. */
const drainMs = 2_000;
/** What was cut off tidies up after itself: a partial file is removed. */
const tidyMs = 500;
/**
 * Open tabs hold a connection each, some hundreds at most. Each may also hold a body of 256 kB in
 * memory: 512 MB at worst, which the smallest plan (B1, 1.75 GB) has beside its rooms.
 */
const mostConnections = 2_000;
const reservedConnections = 200;
/** What is served while only the reserve is left. */
const reservedPaths: readonly string[] = ['/healthz', '/readyz', '/api/messages'];

const sentences: Readonly<Record<Closed | 'crowded', string>> = {
  starting: 'Rooms Pro Management is starting. Try again in a minute.',
  storeUnreachable:
    'Rooms Pro Management cannot reach its database just now. Nothing is lost; try again in a few minutes.',
  stopping: 'Rooms Pro Management is being restarted. Try again in a moment.',
  crowded: 'Rooms Pro Management has too many connections just now. Try again in a moment.',
};

const deadlines = new WeakMap<IncomingMessage, () => void>();

/** Gives a request the time of a large upload. Only for senders that are known. */
export function mayTakeLong(request: object): void {
  deadlines.get(request as IncomingMessage)?.();
}

/** Makes it; it is closed, and starting. */
export function createHttpServer(limits: HttpLimits = {}): BotServer {
  const server = restify.createServer({ name: 'Rooms Pro Management' });
  const http = server.server as unknown as HttpServer;
  http.requestTimeout = longestReceiveMs;
  http.headersTimeout = headersWithinMs;
  http.timeout = limits.stillMs ?? stillMs;
  serveWithoutUpgrade(http);
  const connections = trackConnections(http, {
    most: limits.mostConnections ?? mostConnections,
    reserved: limits.reservedConnections ?? reservedConnections,
  });
  const underWay = createPendingRequests();
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
      answerClosed(request, response, reason);
      return next(false);
    }
    underWay.begin(request, response);
    return next();
  });
  // When the answer is sent and its handler is through.
  server.on('after', underWay.end);

  function turnAway(): void {
    closed = 'stopping';
    underWay.endConnections();
  }

  async function close(): Promise<void> {
    turnAway();
    await underWay.ended(limits.drainMs ?? drainMs);
    const ended = new Promise<void>((done) => http.close(() => done()));
    connections.closeAll();
    await ended;
    await underWay.ended(tidyMs);
  }

  return {
    server,
    listen(port, host) {
      listening ??= listen(http, port, host);
      return listening;
    },
    notYet(why) {
      if (closed !== null && closed !== 'stopping') closed = why;
    },
    open() {
      if (closed !== 'stopping') closed = null;
    },
    get isOpen() {
      return closed === null;
    },
    turnAway,
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

/** Node knows one limit for all requests, and that is the one of uploads. */
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

function answerClosed(request: Request, response: Response, closed: Closed | 'crowded'): void {
  // While a body still comes in, the sender would see a broken connection and no response.
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
