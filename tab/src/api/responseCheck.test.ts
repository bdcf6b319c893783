/** In development the client logs a response that does not match the contract, and the page still uses it. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { api } from './client.ts';

const person = { id: '1', name: 'Mia', role: 'manager', groups: [] };
const me = { person, people: [], embedded: false, access: 'granted', pace: 1 };
const error = { code: 'noAccess', sentence: 'You have no access yet.' };
const { signal } = new AbortController();

let logged: string[];
beforeEach(() => {
  logged = [];
  vi.spyOn(console, 'error').mockImplementation((line: string) => logged.push(line));
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** The response of the server to the next request. */
function respond(status: number, body: unknown): void {
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify(body), { status }));
}

it('logs the route and the path, and returns the response', async () => {
  const other = { ...me, access: 'everything' };
  respond(200, other);
  expect(await api.me(signal)).toEqual(other);
  await vi.waitUntil(() => logged.length > 0);
  expect(logged).toEqual([
    expect.stringMatching(
      /^The response does not fit the contract. GET \/api\/me: 200 .*\/access /,
    ),
  ]);
});

it('logs an error that does not fit', async () => {
  respond(403, { error: { ...error, colour: 'red' } });
  await expect(api.rules(null, signal)).rejects.toThrow(error.sentence);
  await vi.waitUntil(() => logged.length > 0);
  expect(logged[0]).toMatch(/GET \/api\/settings\/rules: 403 does not fit: \/error .*"colour"/);
});

it('logs nothing of a response that fits', async () => {
  respond(200, me);
  await api.me(signal);
  respond(200, { ...me, pace: 'fast' });
  await api.me(signal);
  await vi.waitUntil(() => logged.length > 0);
  expect(logged).toHaveLength(1);
});
