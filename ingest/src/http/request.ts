/** What the handlers need of a request, whatever server received it. */
import type { HttpRequest, InvocationContext } from '@azure/functions';
import type { IncomingBody } from './readBody.ts';

/** A telemetry request. */
export type TelemetryRequest = {
  readonly authorization: string | null;
  readonly body: IncomingBody;
  /** Follows the cause into history, log and cards. */
  readonly correlationId: string;
  /** The sender's address, as the nearest server saw it; empty or left out: not known. */
  readonly source?: string;
};

/** A request that is limited by where it comes from. */
export type EnrolRequest = TelemetryRequest & { readonly source: string };

/** A request of a sender that can set nothing but an address. */
export type DeviceStateRequest = TelemetryRequest & {
  /** The query parameter `key`. */
  readonly keyInQuery: string | null;
};

/** A request whose body is a file, with what its headers say of it; `null`: nothing. */
export type FileRequest = TelemetryRequest & {
  readonly file: {
    /** `x-device`. */
    readonly device: string | null;
    /** `x-command`: the command that it answers. */
    readonly command: string | null;
    /** `x-attachment-name`, percent-encoded. */
    readonly name: string | null;
  };
};

/** A request with all that any handler may ask for. */
export type IngestRequest = EnrolRequest & DeviceStateRequest & FileRequest;

/** What the headers say of a file. */
export function readFileHeaders(header: (name: string) => string | null): FileRequest['file'] {
  return {
    device: header('x-device'),
    command: header('x-command'),
    name: header('x-attachment-name'),
  };
}

/** A request as Azure Functions hands it over. */
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

/** Whether there was a body that the Functions host dropped: it hands on none without a length. */
export function isBodyLost({ headers, body }: HttpRequest): boolean {
  const isChunked = headers.get('transfer-encoding') !== null;
  return body === null && isChunked && headers.get('content-length') === null;
}

/** The last entry is the one that the platform's own front end wrote; senders may write the others. */
function sourceIn(forwardedFor: string | null): string {
  const last = forwardedFor?.split(',').at(-1)?.trim() ?? '';
  return last.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1').replace(/^\[(.*)\](?::\d+)?$/, '$1');
}
