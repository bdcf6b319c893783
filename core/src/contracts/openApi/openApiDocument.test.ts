/** The OpenAPI document: facts that no validator checks. */
import { expect, it } from 'vitest';
import { routes } from '../routes/routes.ts';
import { namedSchemas } from './namedSchemas.ts';
import { drawOpenApiDocument } from './openApiDocument.ts';

const document = drawOpenApiDocument();
const text = JSON.stringify(document);

it('has every route with its operation', () => {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(operations.toSorted()).toEqual(
    routes.map(({ method, path }) => `${method} ${path}`).toSorted(),
  );
});

it('refers to every schema that has a name, and to no other', () => {
  const referred = new Set(
    [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name),
  );
  // Events of the stream have no place in OpenAPI 3.1: the description of the route names their schema.
  referred.add('StreamChange');
  const named = Object.keys(namedSchemas);
  expect([...referred].toSorted()).toEqual(named.toSorted());
});

it('lets responses grow: a client must accept members that it does not expect', () => {
  const { ApiError, CommandsBody } = document.components.schemas;
  expect(JSON.stringify(ApiError)).not.toContain('additionalProperties');
  expect(JSON.stringify(CommandsBody)).toContain('"additionalProperties":false');
});
