/**
 * Every connection that the server has accepted, in any state: so that a shutdown closes each one,
 * and so that clients that hold many of them shut out neither Teams nor the health probes.
 */
import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export type Connections = {
  /** Notes that a request came in on its connection. */
  begin(request: IncomingMessage, response: ServerResponse): void;
  /** This sender is known and has a limit of its own: its connection is not closed to make room. */
  keep(request: IncomingMessage): void;
  /** Whether only the reserve is left, although everything that waits for its client was closed. */
  readonly isCrowded: boolean;
  readonly count: number;
  /** Closes every connection. */
  closeAll(): void;
};

export type ConnectionLimits = {
  /** The system refuses connections beyond this. */
  readonly most: number;
  /** So many of them are for health probes and for Teams. */
  readonly reserved: number;
};

type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  isKept: boolean;
};
/** In the order in which connections are closed to make room; `working` ones are not closed. */
const waitingStates = ['idle', 'receiving', 'sending'] as const;
type State = (typeof waitingStates)[number] | 'working';

/** Tracks the connections of this server from now on. */
export function trackConnections(http: HttpServer, limits: ConnectionLimits): Connections {
  /** The one that changed its state longest ago comes first. */
  const open = new Map<Socket, Exchange | null>();
  http.maxConnections = limits.most;
  const isCrowded = () => open.size > limits.most - limits.reserved;

  function move(socket: Socket, exchange: Exchange | null): void {
    if (!open.delete(socket)) return;
    open.set(socket, exchange);
  }

  /** The connection that waits for its client the longest, of those that cost the least to lose. */
  function leastNeeded(newcomer: Socket): Socket | null {
    const oldest = new Map<State, Socket>();
    for (const [socket, exchange] of open) {
      if (socket === newcomer) continue;
      const state = stateOf(exchange);
      if (state === 'idle') return socket;
      if (!oldest.has(state)) oldest.set(state, socket);
    }
    return oldest.get('receiving') ?? oldest.get('sending') ?? null;
  }

  http.on('connection', (socket: Socket) => {
    open.set(socket, null);
    socket.once('close', () => open.delete(socket));
    if (!isCrowded()) return;
    const other = leastNeeded(socket);
    if (other === null) return;
    open.delete(other);
    other.destroy();
  });

  return {
    begin(request, response) {
      const { socket } = request;
      const exchange = { request, response, isKept: false };
      move(socket, exchange);
      response.once('close', () => {
        if (open.get(socket) === exchange) move(socket, exchange);
      });
    },
    keep(request) {
      const exchange = open.get(request.socket);
      if (exchange?.request === request) exchange.isKept = true;
    },
    get isCrowded() {
      return isCrowded();
    },
    get count() {
      return open.size;
    },
    closeAll() {
      for (const socket of open.keys()) socket.destroy();
    },
  };
}

/** What a connection waits for: `working`: for us; in every other state for its client. */
function stateOf(exchange: Exchange | null): State {
  if (exchange === null) return 'idle';
  const { request, response, isKept } = exchange;
  if (response.closed && request.complete) return 'idle';
  if (response.writableEnded) return request.complete ? 'sending' : 'receiving';
  if (response.writableNeedDrain) return 'sending';
  return request.complete || isKept ? 'working' : 'receiving';
}
