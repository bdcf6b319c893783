import { afterEach, expect, it, vi } from 'vitest';
import { incidentsOf } from '../testing/answers.suite.ts';
import { createServer, refuse, unreachable } from '../testing/server.suite.ts';
import { ApiFailure } from './apiFailure.ts';
import { api } from './client.ts';

afterEach(() => void vi.unstubAllGlobals());

const signal = new AbortController().signal;
const failure = (asked: Promise<unknown>): Promise<ApiFailure> =>
  asked.then(
    () => Promise.reject(new Error('It did not fail.')),
    (error: unknown) => {
      if (error instanceof ApiFailure) return error;
      throw error;
    },
  );

it('asks for a slice of a list with its filters, in the time zone of the reader', async () => {
  const server = createServer();
  server.on('GET incidents', incidentsOf([]));
  await api.incidents({ building: 'Quay House' }, { offset: 50, limit: 50 });
  const [asked] = server.sent;
  expect(asked?.query.toString()).toBe('building=Quay+House&offset=50&limit=50');
  expect(asked?.headers['x-time-zone']).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone);
});

it('keeps the details of a refusal', async () => {
  const server = createServer();
  const faults = [{ pointer: '/action', reason: 'It is missing.' }];
  const refusal = refuse(400, 'That is not valid.', {
    code: 'badRequest',
    reference: 'r-7',
    faults,
  });
  server.on('POST commands', refusal);
  const failed = await failure(api.act({ targets: [], action: { action: 'enrol' } }));
  expect(failed.message).toBe('That is not valid.');
  expect(failed).toMatchObject({ status: 400, code: 'badRequest', reference: 'r-7', faults });
  expect(failed.isRefusal).toBe(true);
});

it('reports no refusal if the server failed or was not reached', async () => {
  const server = createServer();
  server.on('GET summary', refuse(503, 'Try again later.'));
  expect((await failure(api.summary(signal))).isRefusal).toBe(false);
  server.on('GET summary', unreachable);
  const failed = await failure(api.summary(signal));
  expect([failed.status, failed.code, failed.isRefusal]).toEqual([0, 'unreachable', false]);
});

it.each([
  ['an answer that is no JSON', new Response('<html>', { status: 200 }), 200],
  ['an error page of a proxy', new Response('<html>', { status: 502 }), 502],
  ['an error of another shape', Response.json({ error: 'no' }, { status: 400 }), 400],
])('reports %s as unexpected', async (_, answer, status) => {
  vi.stubGlobal('fetch', async () => answer);
  const failed = await failure(api.summary(signal));
  expect([failed.status, failed.code]).toEqual([status, 'unreadable']);
});

it('reports no server failure when the request was aborted', async () => {
  const server = createServer();
  server.hold('GET summary');
  const calling = new AbortController();
  const asked = api.summary(calling.signal);
  calling.abort(new Error('Called off.'));
  await expect(asked).rejects.toThrow('Called off.');
});
