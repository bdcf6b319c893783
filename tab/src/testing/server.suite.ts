/** A fake server: responds to requests, and records what the page sent. */
import type {
  ApiError,
  AttachedAnswer,
  CodesAnswer,
  CommandsAnswer,
  IncidentsAnswer,
  KeysAnswer,
  Me,
  NewCodeAnswer,
  OutageDetail,
  PeopleAnswer,
  QuarantineAnswer,
  RoomDetail,
  RoomHistoryAnswer,
  RoomPastAnswer,
  RoomsAnswer,
  RulesAnswer,
  SummaryAnswer,
  TicketDetail,
  WaitingDevicesAnswer,
} from '@rooms-pro/core/contracts';
import { vi } from 'vitest';

/** The response of each route. `:id` matches one part of a path. */
type Answers = {
  'GET me': Me;
  'GET summary': SummaryAnswer;
  'GET incidents': IncidentsAnswer;
  'GET rooms': RoomsAnswer;
  'GET rooms/:id': RoomDetail;
  'GET rooms/:id/history': RoomHistoryAnswer;
  'GET rooms/:id/past': RoomPastAnswer;
  'GET outages/:id': OutageDetail;
  'GET tickets/:id': TicketDetail;
  'POST commands': CommandsAnswer;
  'GET settings/rules': RulesAnswer;
  'PUT settings/rules': RulesAnswer;
  'GET settings/codes': CodesAnswer;
  'POST settings/codes': NewCodeAnswer;
  'DELETE settings/codes/:id': CodesAnswer;
  'GET settings/keys': KeysAnswer;
  'DELETE settings/keys/:id': object;
  'GET settings/people': PeopleAnswer;
  'PUT settings/people': PeopleAnswer;
  'GET settings/quarantine': QuarantineAnswer;
  'POST settings/quarantine/check': QuarantineAnswer;
  'GET settings/waiting-devices': WaitingDevicesAnswer;
  'POST tickets/:id/attachments': AttachedAnswer;
  'GET tickets/:id/attachments/:id': Blob;
  'DELETE tickets/:id/attachments/:id': { readonly sentence: string };
};
export type Route = keyof Answers;

/** A request as the page sent it. */
export type SentRequest = {
  readonly method: string;
  /** The path below `/api/`, without its query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
};

/** A response that is not 2xx. Status 0: no response arrives. */
export class Refusal {
  readonly status: number;
  readonly error: ApiError['error'];

  constructor(status: number, error: ApiError['error']) {
    this.status = status;
    this.error = error;
  }
}

/** The server refuses a request. */
export function refuse(status: number, sentence: string, more: Partial<ApiError['error']> = {}) {
  return new Refusal(status, { code: 'refused', sentence, ...more });
}

/** The connection breaks. */
export const unreachable = new Refusal(0, { code: '', sentence: '' });

type Result<Answer> = Answer | Refusal;
type Reply<Answer> = (sent: SentRequest) => Result<Answer> | Promise<Result<Answer>>;

/** Whether a path matches a route. */
function fits(route: string, method: string, path: string): boolean {
  const pattern = route.replaceAll(':id', '[^/]+');
  return new RegExp(`^${pattern}$`).test(`${method} ${path}`);
}

function readBody(body: unknown): unknown {
  return typeof body === 'string' ? JSON.parse(body) : body;
}

/** One stream of changes that the page opened. */
export type OpenStream = {
  readonly change: (...rooms: readonly string[]) => void;
  readonly supersede: () => void;
  readonly end: () => void;
};

export type Server = ReturnType<typeof createServer>;

/** Starts without routes: a request to an unknown route fails with 404. Replaces `fetch`. */
export function createServer() {
  const replies = new Map<string, Reply<unknown>>();
  const sent: SentRequest[] = [];
  const streams: OpenStream[] = [];
  const stream = { refusal: null as Refusal | null };

  function find(method: string, path: string): Reply<unknown> | undefined {
    const exact = replies.get(`${method} ${path}`);
    return exact ?? [...replies].find(([route]) => fits(route, method, path))?.[1];
  }

  /** Records the request, and finds the response. */
  async function answer(request: SentRequest): Promise<unknown> {
    sent.push(request);
    const { method, path } = request;
    const reply = find(method, path);
    if (!reply) return refuse(404, `The test has no answer for ${method} ${path}.`);
    return reply(request);
  }

  vi.stubGlobal('fetch', async (address: string, init: RequestInit = {}): Promise<Response> => {
    init.signal?.throwIfAborted();
    const url = new URL(address, 'https://rooms.example');
    const path = url.pathname.replace(/^\/api\//, '');
    const headers = { ...(init.headers as Record<string, string>) };
    const method = init.method ?? 'GET';
    if (path === 'stream') {
      if (stream.refusal) return toResponse(stream.refusal);
      return new Response(openStream(streams, init.signal));
    }
    const body = readBody(init.body);
    const aborted = new Promise<never>((_, reject) => {
      init.signal?.addEventListener('abort', () => reject(init.signal?.reason));
    });
    aborted.catch(() => undefined);
    const request = { method, path, query: url.searchParams, headers, body };
    return toResponse(await Promise.race([answer(request), aborted]));
  });

  return {
    /** Sets the response of a route from now on. */
    on<R extends Route>(route: R, reply: Result<Answers[R]> | Reply<Answers[R]>): void {
      const isFunction = typeof reply === 'function';
      replies.set(route, isFunction ? (reply as Reply<unknown>) : () => reply);
    },
    /** Delays the response of a route until the test calls the returned function with it. */
    hold<R extends Route>(route: R): (result: Result<Answers[R]>) => void {
      const { promise, resolve } = Promise.withResolvers<Result<Answers[R]>>();
      replies.set(route, () => promise);
      return resolve;
    },
    answer,
    /** All requests so far, except requests for the stream. */
    sent,
    /** The requests that change something, as `POST commands`. */
    changes: () =>
      sent.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`),
    /** The body of the last request that changes something. */
    lastBody: () => sent.findLast(({ method }) => method !== 'GET')?.body,
    /** The number of requests for a path. */
    asked: (path: string) => sent.filter((one) => one.method === 'GET' && one.path === path).length,
    /** The streams that the page opened, oldest first. */
    streams,
    /** From now on no stream opens; `null`: streams open again. */
    refuseStreams: (refusal: Refusal | null) => {
      stream.refusal = refusal;
    },
  };
}

function toResponse(result: unknown): Response {
  if (!(result instanceof Refusal)) return Response.json(result);
  const { status, error } = result;
  if (status === 0) throw new TypeError('The connection broke.');
  return Response.json({ error }, { status });
}

function openStream(streams: OpenStream[], signal: AbortSignal | null | undefined) {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    start(line) {
      const send = (event: string, data: unknown) =>
        line.enqueue(encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
      let isOpen = true;
      const end = () => {
        if (isOpen) line.close();
        isOpen = false;
      };
      streams.push({
        change: (...rooms) => send('changed', { rooms }),
        supersede: () => {
          send('superseded', {});
          end();
        },
        end,
      });
      signal?.addEventListener('abort', end);
    },
  });
}
