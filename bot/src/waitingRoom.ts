/**
 * What answers while another process still is the bot: alive, not ready, and «come again» to all else.
 * The platform sees a program that listens, and Teams sends again what it could not deliver.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type WaitingRoom = {
  readonly port: number;
  /** Frees the port. */
  close(): Promise<void>;
};

/** Opens it on the address of the bot; rejects with the system's error. */
export function openWaitingRoom(port: number, host: string): Promise<WaitingRoom> {
  const server = createServer((request, response) => {
    const isAlive = request.url === '/healthz';
    const body = JSON.stringify({ status: isAlive ? 'alive' : 'waiting' });
    const headers = { 'content-type': 'application/json', connection: 'close' };
    response.writeHead(isAlive ? 200 : 503, isAlive ? headers : { ...headers, 'retry-after': '5' });
    response.end(body);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
}
