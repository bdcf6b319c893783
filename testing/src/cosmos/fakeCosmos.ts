/**
 * A strict fake of Cosmos DB's REST protocol, over real HTTP, for the store's tests: what the store
 * uses and nothing else. It returns 501 for an unknown request and keeps it as an offence.
 */
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { FakeAccount } from './account.ts';
import { type Answer, type Asked, Refusal } from './answer.ts';
import { price } from './price.ts';

/** What goes wrong with a request, once. `loseAnswer`: done, but the connection is cut. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterMs?: number }
  | { readonly kind: 'loseAnswer' }
  | { readonly kind: 'slow'; readonly ms: number };

/** What the tests may change while it runs. `fault`: what shall go wrong with the next such request? */
export type Control = { fault: ((kind: RequestKind) => Fault | null) | null };

export type FakeCosmos = Awaited<ReturnType<typeof startFakeCosmos>>;

/** What kind of request it is, for those who decide whether it shall fail. */
export type RequestKind = 'batch' | 'query' | 'plan' | 'feed' | 'read' | 'write' | 'metadata';

/** Starts a fake on a port of its own, empty. */
export async function startFakeCosmos(partitions = 3) {
  const key = Buffer.from(randomUUID()).toString('base64');
  const account = new FakeAccount(partitions);
  const offences: string[] = [];
  const control: Control = { fault: null };

  const server = createServer((request, response) => {
    void serve(request, response).catch((error: unknown) => {
      offences.push(String(error));
      response.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await read(request);
    const kind = kindOf(asked);
    const fault = kind === 'metadata' ? null : (control.fault?.(kind) ?? null);
    if (fault?.kind === 'slow') await wait(fault.ms);
    let answer: Answer;
    try {
      checkSignature(asked, key);
      answer = fault?.kind === 'status' ? refuse(fault, kind) : account.dispatch(asked, endpoint);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (isOffence(error)) {
        offences.push(`${asked.method} /${asked.path.join('/')}: ${error.message}`);
      }
      answer = answerOf(error);
    }
    if (fault?.kind === 'loseAnswer') response.destroy();
    else send(response, answer);
  }

  return {
    endpoint,
    key,
    account,
    control,
    /** What was asked that the fake does not know, or that was wrong: must stay empty. */
    offences,
    async stop(): Promise<void> {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Unknown, malformed or badly signed; but a query that needs a plan is no offence. */
function isOffence({ status, substatus }: Refusal): boolean {
  return [400, 401, 501].includes(status) && substatus !== 1004;
}

function answerOf({ status, message, substatus, more }: Refusal): Answer {
  const headers: Record<string, string> =
    substatus === undefined ? {} : { 'x-ms-substatus': String(substatus) };
  const body = { code: String(status), message, ...more };
  return { status, headers, body, charge: price.nothing };
}

async function read(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const raw = Buffer.concat(chunks);
  const { pathname } = new URL(request.url ?? '/', 'http://fake');
  const path = pathname.split('/').filter((part) => part !== '');
  return {
    method: request.method ?? '',
    path: path.map(decodeURIComponent),
    headers: request.headers as Asked['headers'],
    body: raw.length === 0 ? undefined : JSON.parse(raw.toString('utf8')),
    bytes: raw.length,
  };
}

function kindOf({ method, path, headers }: Asked): RequestKind {
  if (path[4] !== 'docs') return 'metadata';
  if (headers['x-ms-cosmos-is-query-plan-request'] !== undefined) return 'plan';
  if (headers['x-ms-documentdb-isquery'] !== undefined) return 'query';
  if (headers['x-ms-cosmos-is-batch-request'] !== undefined) return 'batch';
  if (headers['a-im'] !== undefined) return 'feed';
  return method === 'GET' ? 'read' : 'write';
}

/** Signed with the account's key, over verb, kind and name of the resource, and date. */
function checkSignature({ method, path, headers }: Asked, key: string): void {
  const isFeed = path.length % 2 === 1;
  const kind = isFeed ? path.at(-1) : (path.at(-2) ?? '');
  const link = (isFeed ? path.slice(0, -1) : path).join('/');
  const date = (headers['x-ms-date'] ?? '').toLowerCase();
  const text = `${method.toLowerCase()}\n${kind}\n${link}\n${date}\n\n`;
  const signed = createHmac('sha256', Buffer.from(key, 'base64')).update(text).digest('base64');
  const expected = Buffer.from(encodeURIComponent(`type=master&ver=1.0&sig=${signed}`));
  const given = Buffer.from(headers['authorization'] ?? '');
  const isSame = given.length === expected.length && timingSafeEqual(given, expected);
  if (!isSame) throw new Refusal(401, 'The signature is not this account’s.');
}

/** An atomic batch refuses with the status of an operation, all else with a status of its own. */
function refuse(fault: Extract<Fault, { kind: 'status' }>, kind: RequestKind): Answer {
  const { status, retryAfterMs } = fault;
  if (kind === 'batch' && (status === 412 || status === 449)) {
    const results = [status, 424].map((statusCode) => ({ statusCode, requestCharge: 1 }));
    return { status: 207, body: results, charge: price.nothing };
  }
  const headers: Record<string, string> =
    retryAfterMs === undefined ? {} : { 'x-ms-retry-after-ms': String(retryAfterMs) };
  return { status, headers, body: { code: String(status), message: 'Injected.' }, charge: 0.38 };
}

function send(response: ServerResponse, { status, headers, body, charge }: Answer): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'x-ms-request-charge': String(charge ?? 0),
    'x-ms-activity-id': randomUUID(),
    ...headers,
  });
  response.end(body === undefined || status === 304 ? undefined : JSON.stringify(body));
}
