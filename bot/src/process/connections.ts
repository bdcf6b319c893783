/**
 * Tracks every accepted connection. A shutdown can then close all of them, and clients with many open
 * connections cannot block Teams or the health probes.
 */
import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export type Connections = {
  /** Records a new request on its connection. */
  begin(request: IncomingMessage, response: ServerResponse): void;
  /** Protects the connection of a known sender, who has another limit: it is not closed for new connections. */
  keep(request: IncomingMessage): void;
  /** Whether only the reserve is left, after all waiting connections have been closed. */
  readonly isCrowded: boolean;
  readonly count: number;
  /** Closes every connection. */
  closeAll(): void;
};

export type ConnectionLimits = {
  /** The most connections. The system refuses further ones. */
  readonly most: number;
  /** The number of these that are only for health probes and Teams. */
  readonly reserved: number;
};

type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  isKept: boolean;
};
/** The order in which connections are closed for new ones. Connections in the state `working` are not closed. */
const waitingStates = ['idle', 'receiving', 'sending'] as const;
type State = (typeof waitingStates)[number] | 'working';

/** Tracks the connections of this server from now on. */
export function trackConnections(http: HttpServer, limits: ConnectionLimits): Connections {
  /** In the order of their latest change of state, the oldest first. */
  const open = new Map<Socket, Exchange | null>();
  http.maxConnections = limits.most;
  const isCrowded = () => open.size > limits.most - limits.reserved;

  function move(socket: Socket, exchange: Exchange | null): void {
    if (!open.delete(socket)) return;
    open.set(socket, exchange);
  }

  /** The connection to close first: by state, then the one that waits for its client the longest. */
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

/** The state of a connection. `working` waits for this server; every other state waits for the client. */
function stateOf(exchange: Exchange | null): State {
  if (exchange === null) return 'idle';
  const { request, response, isKept } = exchange;
  if (response.closed && request.complete) return 'idle';
  if (response.writableEnded) return request.complete ? 'sending' : 'receiving';
  if (response.writableNeedDrain) return 'sending';
  return request.complete || isKept ? 'working' : 'receiving';
}
