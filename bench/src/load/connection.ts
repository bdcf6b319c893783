/**
 * The client of the benchmark: one kept-alive connection and one request at a time. It does almost no work
 * itself, so that the benchmark measures the server.
 */
import { connect } from 'node:net';

export type Connection = {
  /** Sends a complete request and resolves with the status and the body of the response. */
  send(request: Uint8Array): Promise<{ readonly status: number; readonly body: string }>;
  close(): void;
};

const headEnd = '\r\n\r\n';
const lastChunk = '\r\n0\r\n\r\n';

/** Opens a connection to a server on this machine. */
export async function openConnection(url: string): Promise<Connection> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  const { promise: connected, resolve, reject } = Promise.withResolvers<void>();
  socket.once('connect', resolve);
  socket.once('error', reject);
  await connected;
  let waiting: PromiseWithResolvers<{ status: number; body: string }> | null = null;
  let received = '';

  const fail = (error: Error) => {
    waiting?.reject(error);
    waiting = null;
  };
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('The server closed the connection.')));
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
    const body = wholeBody(received);
    if (body === null || waiting === null) return;
    const status = Number(received.slice(9, 12));
    received = '';
    waiting.resolve({ status, body });
    waiting = null;
  });

  return {
    async send(request) {
      if (socket.destroyed) throw new Error('The server has closed the connection.');
      const response = Promise.withResolvers<{ status: number; body: string }>();
      waiting = response;
      socket.write(request);
      return response.promise;
    },
    close: () => socket.destroy(),
  };
}

/** The body when it is complete, else `null`; the body still contains the chunk sizes. */
function wholeBody(received: string): string | null {
  const head = received.indexOf(headEnd);
  if (head < 0) return null;
  const start = head + headEnd.length;
  const length = /\r\ncontent-length: *(\d+)/i.exec(received.slice(0, start))?.[1];
  if (length === undefined) return received.endsWith(lastChunk) ? received.slice(start) : null;
  return received.length >= start + Number(length) ? received.slice(start) : null;
}

/** Opens several connections; requests use them in the order of their arrival. */
export async function openConnections(url: string, count: number) {
  const all = await Promise.all(Array.from({ length: count }, () => openConnection(url)));
  const free = [...all];
  const queue: ((connection: Connection) => void)[] = [];
  return {
    all,
    /** Sends on the next free connection. */
    async send(request: Uint8Array) {
      const connection =
        // Use the connection that was idle longest, because a server closes connections that are idle for seconds.
        free.shift() ?? (await new Promise<Connection>((resolve) => queue.push(resolve)));
      try {
        return await connection.send(request);
      } finally {
        const next = queue.shift();
        if (next) next(connection);
        else free.push(connection);
      }
    },
    close() {
      for (const connection of all) connection.close();
    },
  };
}
export type Connections = Awaited<ReturnType<typeof openConnections>>;
