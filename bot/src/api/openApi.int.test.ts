/** The table of routes and the routes that the server has are the same. */
import { routes } from '@rooms-pro/core/routes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openApiStory } from './apiScenario.suite.ts';

let story: Awaited<ReturnType<typeof openApiStory>>;
beforeAll(async () => {
  story = await openApiStory();
});
afterAll(() => story.close());

/** Pages of the tab: files for browsers, no part of the API. */
const isPage = (path: string) => path === '/tab' || path.startsWith('/tab/');

it('each route of the server is in the table, and the reverse', () => {
  const mounted = Object.values(story.bot.server.router.getRoutes())
    .map(({ method, path }) => `${method} ${String(path)}`)
    .map((name) => name.replace(/:(\w+)/g, '{$1}'))
    .filter((name) => !isPage(name.split(' ')[1] ?? ''));
  const ofBot = routes.filter(({ service }) => service === 'bot');
  expect(mounted.toSorted()).toEqual(
    ofBot.map(({ method, path }) => `${method} ${path}`).toSorted(),
  );
});

it('the description is served to everyone', async () => {
  const { status, body } = await story.ask<{ readonly openapi: string; readonly paths: object }>(
    '/api/openapi.json',
    { as: 'a stranger' },
  );
  expect([status, body.openapi]).toEqual([200, '3.1.1']);
  expect(Object.keys(body.paths)).toContain('/api/commands');
});
