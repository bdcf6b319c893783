/** The embedded run's ways into ingest: routes of the bot's server instead of the Functions host. */
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

/** As much of restify's server as is needed here. */
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
  answer: (request: IngestRequest) => Promise<IngestResponse>,
): void {
  server.post(path, async (request, response) => {
    const file = fileOf(request);
    const answered = await answer({
      authorization: headerOf(request, 'authorization'),
      body: {
        contentEncoding: headerOf(request, 'content-encoding'),
        contentLength: headerOf(request, 'content-length'),
        bytes: path === '/api/attachments' ? file.bytes : bytesOf(request),
      },
      correlationId: randomUUID(),
      source: request.socket.remoteAddress ?? '',
      file: readFileHeaders((name) => headerOf(request, name)),
      keyInQuery: URL.parse(request.url ?? '', 'http://localhost')?.searchParams.get('key') ?? null,
    });
    const { status, headers, jsonBody } = file.isTooSlow() ? tooSlow : answered;
    await finishBody(request, response);
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(jsonBody));
  });
}

function headerOf(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === 'string' ? value : null;
}

/** Leaves the connection open when reading stops early, so that the sender sees the response. */
function bytesOf(request: IncomingMessage): AsyncIterable<Uint8Array> {
  return { [Symbol.asyncIterator]: () => request.iterator({ destroyOnReturn: false }) };
}

const sentence = 'The file arrives too slowly: less than 64 kB a second.';
const tooSlow: IngestResponse = {
  status: 408,
  headers: {},
  jsonBody: { error: { code: 'tooSlow', sentence } },
};

/** Logs of a device may be as large as any attachment. Ingest reads them once it knows the sender. */
function fileOf(request: IncomingMessage) {
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
