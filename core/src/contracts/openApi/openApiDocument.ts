/** Creates the OpenAPI document from the table of routes. `docs/openapi.json` is this document. */
import type { z } from 'zod';
import type { Content, Route, RouteAccess, RouteResponse } from '../routes/route.ts';
import { routes } from '../routes/routes.ts';
import { drawNamedSchemas, type JsonSchema, nameOfSchema, toJsonSchema } from './namedSchemas.ts';

export type OpenApiDocument = {
  readonly openapi: string;
  readonly info: JsonSchema;
  readonly tags: readonly JsonSchema[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: Readonly<Record<'schemas' | 'responses' | 'securitySchemes', JsonSchema>>;
};

const tags = {
  bot: 'The bot: for people, and for the tab in Teams.',
  ingest: 'Ingest: for devices and gateways. It has an address of its own.',
} as const satisfies Readonly<Record<Route['service'], string>>;

const securitySchemes = {
  signIn: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'The token that Teams gives to the tab for the person.',
  },
  actingPerson: {
    type: 'apiKey',
    in: 'header',
    name: 'x-acting-person',
    description: 'Only in the embedded run: the id of the person. Left out: the first person.',
  },
  key: {
    type: 'http',
    scheme: 'bearer',
    description: 'The key of a device or of a gateway: `rpm_` and 43 characters.',
  },
  keyInAddress: {
    type: 'apiKey',
    in: 'query',
    name: 'key',
    description: 'The key of a gateway, for a sender that cannot set a header.',
  },
  botFramework: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'The token of the Bot Framework.',
  },
} as const;

type SchemeName = keyof typeof securitySchemes;

/** The schemes for each access; one of them is needed. Empty: none is needed. */
const security: Readonly<Record<RouteAccess, readonly SchemeName[]>> = {
  everyone: [],
  visitor: ['signIn', 'actingPerson'],
  person: ['signIn', 'actingPerson'],
  manager: ['signIn', 'actingPerson'],
  key: ['key'],
  deviceKey: ['key'],
  gatewayKey: ['key', 'keyInAddress'],
  botFramework: ['botFramework'],
};

const callers: Readonly<Record<RouteAccess, string>> = {
  everyone: 'Everyone can call it.',
  visitor: 'Every person who signs in can call it, also one who waits for access.',
  person: 'Every person with access can call it, and sees only the rooms of their room groups.',
  manager: 'Only a person with the role Manager can call it.',
  key: 'A device or a gateway calls it with its key.',
  deviceKey: 'A device calls it with its key.',
  gatewayKey: 'A gateway calls it with its key.',
  botFramework: 'Only the Bot Framework calls it.',
};

/** Creates the document. The same table always gives the same document. */
export function drawOpenApiDocument(): OpenApiDocument {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    paths[route.path] = {
      ...paths[route.path],
      [route.method.toLowerCase()]: drawOperation(route),
    };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Rooms Pro Management',
      version: '1',
      description:
        'The API of the bot and of ingest. Later versions can add members to responses, so that a client must ignore members that it does not expect.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths,
    components: { schemas: drawNamedSchemas(), responses: drawErrors(), securitySchemes },
  };
}

function drawOperation(route: Route): JsonSchema {
  const parameters = [
    ...drawParameters('path', route.pathParameters, route.example.path),
    ...drawParameters('query', route.query, route.example.query),
    ...drawParameters('header', route.headers, route.example.headers),
  ];
  const { body, example } = route;
  return {
    operationId: route.id,
    tags: [route.service],
    summary: route.summary,
    description: callers[route.access],
    security: security[route.access].map((scheme) => ({ [scheme]: [] })),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body
      ? { requestBody: { required: true, content: drawContent(body, 'input', example.body) } }
      : {}),
    responses: drawResponses(route),
  };
}

function drawParameters(
  place: 'path' | 'query' | 'header',
  schema: z.ZodObject | undefined,
  example: Readonly<Record<string, string>> = {},
): JsonSchema[] {
  return Object.entries(schema?.shape ?? {}).map(([name, member]) => {
    const { description, ...drawn } = toJsonSchema(member as z.ZodType, 'input');
    return {
      name,
      in: place,
      required: !(member as z.ZodType).safeParse(undefined).success,
      ...(description === undefined ? {} : { description }),
      schema: drawn,
      ...(example[name] === undefined ? {} : { example: toValue(example[name], drawn) }),
    };
  });
}

/** The example of a number as a number, not as the text in the address. */
function toValue(text: string, { type }: JsonSchema): unknown {
  return type === 'integer' ? Number(text) : text;
}

function drawResponses({ responses, example }: Route): JsonSchema {
  return Object.fromEntries(
    Object.entries(responses).map(([status, response]) => {
      const shared = errorName(Number(status), response);
      if (shared !== null) return [status, { $ref: `#/components/responses/${shared}` }];
      const shown = Number(status) === example.status ? example.response : undefined;
      return [status, drawResponse(response, shown)];
    }),
  );
}

function drawResponse({ description, content }: RouteResponse, example?: unknown): JsonSchema {
  return { description, ...(content ? { content: drawContent(content, 'output', example) } : {}) };
}

/**
 * Errors are the same for many routes: each appears once, under the name of its schema and its
 * status.
 */
function drawErrors(): JsonSchema {
  const drawn: Record<string, unknown> = {};
  for (const { responses } of routes)
    for (const [status, response] of Object.entries(responses)) {
      const name = errorName(Number(status), response);
      if (name !== null) drawn[name] ??= drawResponse(response);
    }
  return drawn;
}

/** The name of a response that several routes share; `null`: it belongs to one route. */
function errorName(status: number, { content }: RouteResponse): string | null {
  if (status < 400 || content?.type !== 'application/json') return null;
  const name = nameOfSchema(content.schema);
  return name?.endsWith('Error') ? `${name}${status}` : null;
}

function drawContent(content: Content, io: 'input' | 'output', example: unknown): JsonSchema {
  const shown = example === undefined ? {} : { example };
  if (content.type !== 'application/json') return { [content.type]: {} };
  return { [content.type]: { schema: toJsonSchema(content.schema, io), ...shown } };
}
