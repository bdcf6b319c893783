/** A fake of Teams' connector and of Alertmanager's webhook: one server that responds at once. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The mark in the detail of a reading; the card contains it, so that both can be matched. */
export const formatMark = (transition: number): string => `mark-${transition}-`;
const mark = /mark-(\d+)-/;

/** Starts the fake on a free port of this machine; `onArrival` receives each mark, possibly more than once. */
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
  // The sender closes idle connections, not this server.
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
