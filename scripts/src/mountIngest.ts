/** The embedded run's ways into ingest: routes of the bot's server instead of the Functions host. */
import { randomUUID } from 'node:crypto';
import { mayTakeLong } from '@rooms-pro/bot';
import { fileIn, type IngestRequest, type IngestResponse } from '@rooms-pro/ingest';

/** As much of a restify request as is needed here: Node's own, with headers. */
type Incoming = AsyncIterable<Uint8Array> & {
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly readableEnded: boolean;
  readonly url?: string | undefined;
  readonly socket: { readonly remoteAddress?: string | undefined };
  iterator(options: { destroyOnReturn: boolean }): AsyncIterator<Uint8Array>;
};
type Outgoing = {
  writeHead(status: number, headers: Record<string, string>): unknown;
  end(body: string): unknown;
};
type Routes = {
  post(path: string, handler: (request: Incoming, response: Outgoing) => Promise<void>): unknown;
};

/** Mounts a handler of ingest on a restify server, as `POST` at this path. */
export function mountIngest(
  server: Routes,
  path: `/api/${string}`,
  answer: (request: IngestRequest) => Promise<IngestResponse>,
): void {
  server.post(path, async (request, response) => {
    // Logs of a device may be as large as any attachment.
    if (path === '/api/attachments') mayTakeLong(request);
    const { status, headers, jsonBody } = await answer({
      authorization: headerOf(request, 'authorization'),
      body: {
        contentEncoding: headerOf(request, 'content-encoding'),
        contentLength: headerOf(request, 'content-length'),
        bytes: bytesOf(request),
      },
      correlationId: randomUUID(),
      source: request.socket.remoteAddress ?? '',
      file: fileIn((name) => headerOf(request, name)),
      keyInQuery: new URL(request.url ?? '', 'http://localhost').searchParams.get('key'),
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
