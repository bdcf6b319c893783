/** The embedded run's way in for telemetry: a route of the bot's server instead of the Functions host. */
import { randomUUID } from 'node:crypto';
import type { TelemetryRequest, TelemetryResponse } from '@rooms-pro/ingest';

/** As much of a restify request as is needed here: Node's own, with headers. */
type Incoming = AsyncIterable<Uint8Array> & {
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly readableEnded: boolean;
  iterator(options: { destroyOnReturn: boolean }): AsyncIterator<Uint8Array>;
};
type Outgoing = {
  writeHead(status: number, headers: Record<string, string>): unknown;
  end(body: string): unknown;
};
type Routes = {
  post(path: string, handler: (request: Incoming, response: Outgoing) => Promise<void>): unknown;
};

/** Mounts `POST /api/telemetry` on a restify server. */
export function mountTelemetry(
  server: Routes,
  answer: (request: TelemetryRequest) => Promise<TelemetryResponse>,
): void {
  server.post('/api/telemetry', async (request, response) => {
    const { status, headers, jsonBody } = await answer({
      authorization: headerOf(request, 'authorization'),
      body: {
        contentEncoding: headerOf(request, 'content-encoding'),
        contentLength: headerOf(request, 'content-length'),
        bytes: bytesOf(request),
      },
      correlationId: randomUUID(),
    });
    // A body that was not read to its end would be taken for the connection's next request.
    const leaving: Record<string, string> = request.readableEnded ? {} : { connection: 'close' };
    response.writeHead(status, { 'content-type': 'application/json', ...headers, ...leaving });
    response.end(JSON.stringify(jsonBody));
  });
}

function headerOf(request: Incoming, name: string): string | null {
  const value = request.headers[name];
  return typeof value === 'string' ? value : null;
}

/** Leaves the connection open when reading stops early, so that the sender sees the answer. */
function bytesOf(request: Incoming): AsyncIterable<Uint8Array> {
  return { [Symbol.asyncIterator]: () => request.iterator({ destroyOnReturn: false }) };
}
