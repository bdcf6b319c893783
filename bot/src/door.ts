/**
 * The HTTP server before and after it serves: it listens from the first moment, says why it cannot
 * serve yet, bounds what strangers may hold open, and lets requests end when the process ends.
 */
import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ApiError } from '@rooms-pro/core/contracts';
import restify, { type Next, type Request, type Response, type Server } from 'restify';

/** Why nothing is served; `/readyz` says it in this word. */
export type Closed = 'starting' | 'storeUnreachable' | 'stopping';

export type Door = {
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

export type DoorLimits = {
  /** A request has to be here as a whole within this, but for uploads (`mayTakeLong`). */
  readonly receiveWithinMs?: number;
  /** Requests under way may go on for this long when it closes. */
  readonly drainMs?: number;
  readonly mostConnections?: number;
};

const receiveWithinMs = 60_000;
const headersWithinMs = 20_000;
/** Of all requests, also uploads: 100 MB over a slow line. Node's own five minutes are too few. */
const longestReceiveMs = 20 * 60_000;
/** The platform kills after half a minute, and `npm start` after eight seconds: both have time left. */
const drainMs = 3_000;
/** What was cut off tidies up after itself: a partial file is removed. */
const tidyMs = 2_000;
/**
 * Open tabs hold a connection each, some hundreds at most. Each may also hold a body of 256 kB in
 * memory: 512 MB at worst, which the smallest plan (B1, 1.75 GB) has beside its rooms.
 */
const mostConnections = 2_000;

const sentences: Readonly<Record<Closed, string>> = {
  starting: 'Rooms Pro Management is starting. Try again in a minute.',
  storeUnreachable:
    'Rooms Pro Management cannot reach its database just now. Nothing is lost; try again in a few minutes.',
  stopping: 'Rooms Pro Management is being restarted. Try again in a moment.',
};

const deadlines = new WeakMap<IncomingMessage, NodeJS.Timeout>();

/** Gives a request the time of a large upload. Only for senders that are known. */
export function mayTakeLong(request: object): void {
  clearTimeout(deadlines.get(request as IncomingMessage));
}

/** Makes it; it is closed, and starting. */
export function createDoor(limits: DoorLimits = {}): Door {
  const server = restify.createServer({ name: 'Rooms Pro Management' });
  const http = server.server as unknown as HttpServer;
  http.requestTimeout = longestReceiveMs;
  http.headersTimeout = headersWithinMs;
  http.maxConnections = limits.mostConnections ?? mostConnections;
  const inside = new Map<Request, Response>();
  const waiting = new Set<() => void>();
  let closed: Closed | null = 'starting';
  let listening: Promise<number> | null = null;
  let closing: Promise<void> | null = null;

  server.pre((request: Request, response: Response, next: Next) => {
    expectWithin(request, response, limits.receiveWithinMs ?? receiveWithinMs);
    if (closed !== null) {
      answerClosed(request, response, closed);
      return next(false);
    }
    inside.set(request, response);
    return next();
  });
  // When the answer is sent and its handler is through.
  server.on('after', (request: Request) => {
    inside.delete(request);
    if (inside.size === 0) for (const go of [...waiting]) go();
  });

  const emptyWithin = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      if (inside.size === 0) return resolve();
      const go = () => {
        clearTimeout(late);
        waiting.delete(go);
        resolve();
      };
      const late = setTimeout(go, ms);
      waiting.add(go);
    });

  function turnAway(): void {
    closed = 'stopping';
    for (const response of inside.values())
      if (!response.headersSent) response.setHeader('connection', 'close');
  }

  async function close(): Promise<void> {
    turnAway();
    await emptyWithin(limits.drainMs ?? drainMs);
    const ended = new Promise<void>((done) => http.close(() => done()));
    http.closeAllConnections();
    await ended;
    await emptyWithin(tidyMs);
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
function expectWithin(request: IncomingMessage, response: ServerResponse, ms: number): void {
  if (request.complete) return;
  const cut = () => {
    if (request.complete) return;
    const { socket } = request;
    if (!response.headersSent)
      socket.write('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n');
    socket.destroySoon();
  };
  const timer = setTimeout(cut, ms).unref();
  deadlines.set(request, timer);
  request.once('close', () => clearTimeout(timer));
}

function answerClosed(request: Request, response: Response, closed: Closed): void {
  response.setHeader('connection', 'close');
  const path = request.getPath();
  if (path === '/healthz') response.send(200, { status: 'alive' });
  else if (path === '/readyz') response.send(503, { status: closed });
  else refuse(request, response, closed);
}

function refuse(request: Request, response: Response, closed: Closed): void {
  const sentence = sentences[closed];
  response.setHeader('retry-after', closed === 'stopping' ? '2' : '30');
  if (/text\/html/.test(request.header('accept', ''))) {
    const headers = { 'content-type': 'text/plain; charset=utf-8' };
    response.sendRaw(503, `${sentence}\n`, headers);
    return;
  }
  const body: ApiError = { error: { code: closed, sentence } };
  response.send(503, body);
}
