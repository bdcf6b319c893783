/** For tests: a connection to a server, written and read byte by byte, as no well-behaved client would. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Far more than any response takes; only a server that hangs reaches it. */
const patienceMs = 30_000;

export type RawConnection = {
  readonly socket: Socket;
  /** What has arrived so far. */
  readonly text: () => string;
  /** Resolves when the text fits, or when the server has closed the connection; rejects when neither happens. */
  until(fits: (text: string) => boolean): Promise<string>;
  /** Resolves with all that arrived when the server has closed the connection. */
  closed(): Promise<string>;
};

/** Connects and sends these bytes at once. */
export async function openRaw(
  port: number,
  bytes: string | Uint8Array = '',
): Promise<RawConnection> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  let isClosed = false;
  socket.on('error', () => undefined);
  socket.on('close', () => {
    isClosed = true;
  });
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
  });
  await once(socket, 'connect');
  if (bytes.length > 0) socket.write(bytes);

  const until = (fits: (text: string) => boolean) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        if (!isClosed && !fits(text)) return;
        clearTimeout(late);
        socket.off('data', look);
        socket.off('close', look);
        resolve(text);
      };
      const late = setTimeout(
        () => reject(new Error(`Neither a response nor an end: ${JSON.stringify(text)}`)),
        patienceMs,
      );
      socket.on('data', look);
      socket.on('close', look);
      look();
    });
  return { socket, text: () => text, until, closed: () => until(() => false) };
}

/** Whether a whole response head has arrived. */
export const hasHead = (text: string) => text.includes('\r\n\r\n');

/** The status of the first response, or 0. */
export function statusIn(text: string): number {
  return Number(/^HTTP\/1\.1 (\d{3}) /.exec(text)?.[1] ?? 0);
}
