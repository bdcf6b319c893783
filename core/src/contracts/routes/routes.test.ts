/** The table of routes: each row is complete, and its example fits its own schemas. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { findResponseFault } from './responseFault.ts';
import type { Route } from './route.ts';
import { findRoute, routes } from './routes.ts';

const byName = routes.map((route) => [`${route.method} ${route.path}`, route] as const);

/** The address of a route's example. */
function exampleTarget({ path, example }: Route): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => example.path?.[name] ?? '');
  return example.query ? `${filled}?${new URLSearchParams(example.query)}` : filled;
}

describe.each(byName)('%s', (_, route) => {
  it('has an example whose request fits', () => {
    const { example } = route;
    const strict = (schema: z.ZodObject | undefined) => (schema ?? z.object({})).strict();
    expect(strict(route.pathParameters).safeParse(example.path ?? {}).error).toBeUndefined();
    expect(strict(route.query).safeParse(example.query ?? {}).error).toBeUndefined();
    expect(strict(route.headers).safeParse(example.headers ?? {}).error).toBeUndefined();
    if (route.body?.type !== 'application/json') expect(example.body).toBeUndefined();
    else expect(route.body.schema.safeParse(example.body).error).toBeUndefined();
  });

  it('has an example whose response fits', () => {
    const { method, example } = route;
    const { status, response: body } = example;
    expect(status).toBeLessThan(300);
    const seen = { method, target: exampleTarget(route), status };
    expect(findResponseFault(body === undefined ? seen : { ...seen, body })).toBeNull();
  });

  it('is found by its method and address, and describes each parameter of its path', () => {
    expect(findRoute(route.method.toLowerCase(), exampleTarget(route))).toBe(route);
    const named = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(Object.keys(route.pathParameters?.shape ?? {})).toEqual(named);
  });
});

it('gives each route a name of its own', () => {
  expect(new Set(routes.map(({ id }) => id)).size).toBe(routes.length);
  expect(new Set(byName.map(([name]) => name)).size).toBe(routes.length);
});

describe('findResponseFault', () => {
  const ofMe = { method: 'GET', target: '/api/me' };
  const error = { code: 'notFound', sentence: 'It is not there.' };

  it('names the route and the path of a member that the schema does not have', () => {
    const body = { error: { ...error, stack: 'at line 1' } };
    expect(findResponseFault({ ...ofMe, status: 403, body })).toBe(
      'GET /api/me: 403 does not fit: /error Unrecognized key: "stack"',
    );
  });

  it('names a member of the wrong type in the option of a union that fits best', () => {
    const { example } = routes.find(({ id }) => id === 'listIncidents') as Route;
    const { rows, ...list } = z
      .looseObject({ rows: z.array(z.looseObject({})) })
      .parse(example.response);
    const body = { ...list, rows: [{ ...rows[1], ticket: 7 }] };
    expect(
      findResponseFault({ method: 'GET', target: '/api/incidents?limit=1', status: 200, body }),
    ).toMatch(/^GET \/api\/incidents: 200 does not fit: \/rows\/0\/ticket Invalid/);
  });

  it('rejects a status that the route does not have, and a body where there must be none', () => {
    expect(findResponseFault({ ...ofMe, status: 418, body: { error } })).toBe(
      'GET /api/me: 418 is not a status of this route.',
    );
    expect(findResponseFault({ ...ofMe, status: 200 })).toBe('GET /api/me: 200 has no JSON body.');
    const stream = { method: 'GET', target: '/api/stream', status: 200, body: {} };
    expect(findResponseFault(stream)).toMatch(/has a JSON body/);
  });

  it('accepts a route that the table does not have', () => {
    expect(findResponseFault({ method: 'GET', target: '/tab/', status: 200 })).toBeNull();
  });
});
