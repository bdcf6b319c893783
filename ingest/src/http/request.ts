/** The parts of a request that the handlers need, independent of the server. */
import type { HttpRequest, InvocationContext } from '@azure/functions';
import type { IncomingBody } from './readBody.ts';

/** A telemetry request. */
export type TelemetryRequest = {
  readonly authorization: string | null;
  readonly body: IncomingBody;
  /** Identifies the request in history, log and cards. */
  readonly correlationId: string;
  /** The address of the sender, from the nearest server; empty or absent: unknown. */
  readonly source?: string;
};

/** A request that is limited by the address of its sender. */
export type EnrolRequest = TelemetryRequest & { readonly source: string };

/** A request of a sender that can configure only a URL. */
export type DeviceStateRequest = TelemetryRequest & {
  /** The query parameter `key`. */
  readonly keyInQuery: string | null;
};

/** A request whose body is a file, with its description from the headers; `null`: the header is missing. */
export type FileRequest = TelemetryRequest & {
  readonly file: {
    /** `x-device`. */
    readonly device: string | null;
    /** `x-command`: the command that ordered the file. */
    readonly command: string | null;
    /** `x-attachment-name`, percent-encoded. */
    readonly name: string | null;
  };
};

/** A request with everything that any handler needs. */
export type IngestRequest = EnrolRequest & DeviceStateRequest & FileRequest;

/** Reads the description of a file from the headers. */
export function readFileHeaders(header: (name: string) => string | null): FileRequest['file'] {
  return {
    device: header('x-device'),
    command: header('x-command'),
    name: header('x-attachment-name'),
  };
}

/** Converts a request of Azure Functions. */
export function fromFunctions(request: HttpRequest, context: InvocationContext): IngestRequest {
  return {
    authorization: request.headers.get('authorization'),
    body: {
      contentEncoding: request.headers.get('content-encoding'),
      contentLength: request.headers.get('content-length'),
      bytes: request.body,
    },
    correlationId: context.invocationId,
    source: sourceIn(request.headers.get('x-forwarded-for')),
    keyInQuery: request.query.get('key'),
    file: readFileHeaders((name) => request.headers.get(name)),
  };
}

/** Whether the Functions host dropped the body: the host forwards no body without a length. */
export function isBodyLost({ headers, body }: HttpRequest): boolean {
  const isChunked = headers.get('transfer-encoding') !== null;
  return body === null && isChunked && headers.get('content-length') === null;
}

/** The front end of the platform writes the last entry; senders can forge the other entries. */
function sourceIn(forwardedFor: string | null): string {
  const last = forwardedFor?.split(',').at(-1)?.trim() ?? '';
  return last.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1').replace(/^\[(.*)\](?::\d+)?$/, '$1');
}
