/** Teams' connector and Alertmanager's webhook played by one server that answers at once. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a card carries from its reading, so that the two can be matched. */
export const markOf = (transition: number): string => `mark-${transition}-`;
const mark = /mark-(\d+)-/;

/** Opens it on a free port of this machine; `onArrival` hears each mark, maybe more than once. */
export async function openFakeConnector() {
  let onArrival: (transition: number) => void = () => {};
  let sent = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const found = mark.exec(Buffer.concat(chunks).toString('latin1'))?.[1];
      if (found !== undefined) onArrival(Number(found));
      sent += 1;
      response.setHeader('content-type', 'application/json');
      response.end(`{"id":"message-${sent}"}`);
    });
  });
  // The sender decides when a connection has been idle for too long.
  server.keepAliveTimeout = 120_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    url,
    listen(listener: typeof onArrival) {
      onArrival = listener;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
export type FakeConnector = Awaited<ReturnType<typeof openFakeConnector>>;
