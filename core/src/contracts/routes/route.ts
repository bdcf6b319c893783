/** One row of the table of routes: everything that a client must know to call a route. */
import { z } from 'zod';
import { apiError, ingestError } from '../apiError.ts';

/** Who can call a route. `docs/api.md` describes each. */
export type RouteAccess =
  /** Everyone, without signing in. */
  | 'everyone'
  /** A person who signs in, also a person who waits for access. */
  | 'visitor'
  /** A person with access. The response contains only rooms that the person may see. */
  | 'person'
  /** A person with the role Manager. */
  | 'manager'
  /** A device or a gateway with its key. */
  | 'key'
  /** A device with its key. */
  | 'deviceKey'
  /** A gateway with its key, in a header or in the address. */
  | 'gatewayKey'
  /** The Bot Framework with its token. */
  | 'botFramework';

/** A body: JSON by a schema, or bytes. */
export type Content =
  | { readonly type: 'application/json'; readonly schema: z.ZodType }
  | { readonly type: 'application/octet-stream' | 'text/event-stream' };

export type RouteResponse = {
  readonly description: string;
  /** Left out: the response has no body. */
  readonly content?: Content;
};

/** A request and its response, with made-up names. */
export type RouteExample = {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly status: number;
  /** Left out: the response has no JSON body. */
  readonly response?: unknown;
};

export type Route = {
  /** The name of the operation in the OpenAPI document. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With a parameter in braces: `/api/rooms/{id}`. */
  readonly path: `/${string}`;
  readonly service: 'bot' | 'ingest';
  readonly access: RouteAccess;
  readonly summary: string;
  readonly pathParameters?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  readonly body?: Content;
  /** By status. */
  readonly responses: Readonly<Record<number, RouteResponse>>;
  readonly example: RouteExample;
};

/** A JSON body by this schema. */
export function json(schema: z.ZodType): Content {
  return { type: 'application/json', schema };
}

/** A response with a JSON body by this schema. */
export function returns(description: string, schema: z.ZodType): RouteResponse {
  return { description, content: json(schema) };
}

const errors = {
  400: 'The request is not valid.',
  401: 'The sender is unknown: the token or the key is missing or not valid.',
  403: 'The sender may not do this.',
  404: 'The address names nothing that the sender may see.',
  408: 'The body arrived too slowly.',
  409: 'What the request refers to has changed.',
  411: 'The request has no Content-Length.',
  413: 'The body is too large.',
  415: 'The body has the wrong content type or encoding.',
  429: 'Too many requests. `Retry-After` says when to send again.',
  500: 'A bug. The log has the reference.',
  501: 'This is not set up here.',
  503: 'Not possible now. Send the request again later.',
} as const;
export type ErrorStatus = keyof typeof errors;

function errorResponses(schema: z.ZodType, statuses: readonly ErrorStatus[]) {
  return Object.fromEntries(
    statuses.map((status) => [status, returns(errors[status], schema)]),
  ) as Readonly<Record<number, RouteResponse>>;
}

/** Responses of the bot for a request that it cannot complete. Every route has 400, 401, 403, 500 and 503. */
export function botErrors(...more: readonly ErrorStatus[]) {
  return errorResponses(apiError, [400, 401, 403, ...more, 500, 503]);
}

/** Responses of ingest for a request that it cannot complete. */
export function ingestErrors(statuses: readonly ErrorStatus[], schema: z.ZodType = ingestError) {
  return errorResponses(schema, statuses);
}

/** The header with the time zone of sentences. */
export const timeZoneHeader = z.object({
  'x-time-zone': z
    .string()
    .optional()
    .describe('The time zone for times in sentences, like Europe/Berlin. Left out: the room’s.'),
});
