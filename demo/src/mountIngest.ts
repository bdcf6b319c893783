/** The routes of ingest in the embedded platform: on the bot's server instead of the Functions host. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  allowBody,
  atMinimumRate,
  finishBody,
  mayTakeLong,
  nothingMore,
  uploadRate,
} from '@rooms-pro/bot';
import { type IngestRequest, type IngestResponse, readFileHeaders } from '@rooms-pro/ingest';

/** The part of restify's server that this file needs. */
type Routes = {
  post(
    path: string,
    handler: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  ): unknown;
};

/** Mounts a handler of ingest on a restify server, as `POST` at this path. */
export function mountIngest(
  server: Routes,
  path: `/api/${string}`,
  handler: (request: IngestRequest) => Promise<IngestResponse>,
): void {
  server.post(path, async (request, response) => {
    const file = attachmentBody(request);
    const handled = await handler({
      authorization: readHeader(request, 'authorization'),
      body: {
        contentEncoding: readHeader(request, 'content-encoding'),
        contentLength: readHeader(request, 'content-length'),
        bytes: path === '/api/attachments' ? file.bytes : bodyBytes(request),
      },
      correlationId: randomUUID(),
      source: request.socket.remoteAddress ?? '',
      file: readFileHeaders((name) => readHeader(request, name)),
      keyInQuery: URL.parse(request.url ?? '', 'http://localhost')?.searchParams.get('key') ?? null,
    });
    const { status, headers, jsonBody } = file.isTooSlow() ? tooSlow : handled;
    await finishBody(request, response);
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(jsonBody));
  });
}

function readHeader(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === 'string' ? value : null;
}

/** Leaves the connection open when reading stops early, so that the sender sees the response. */
function bodyBytes(request: IncomingMessage): AsyncIterable<Uint8Array> {
  return { [Symbol.asyncIterator]: () => request.iterator({ destroyOnReturn: false }) };
}

const sentence = 'The file arrives too slowly: less than 64 kB a second.';
const tooSlow: IngestResponse = {
  status: 408,
  headers: {},
  jsonBody: { error: { code: 'tooSlow', sentence } },
};

/** The body of an attachment, which may be large. Ingest reads it after it has verified the sender. */
function attachmentBody(request: IncomingMessage) {
  let isTooSlow = false;
  const fail = () => {
    isTooSlow = true;
    allowBody(request, nothingMore);
    return new Error(sentence);
  };
  const bytes: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]() {
      mayTakeLong(request);
      return atMinimumRate(request.iterator({ destroyOnReturn: false }), uploadRate, fail);
    },
  };
  return { bytes, isTooSlow: () => isTooSlow };
}
