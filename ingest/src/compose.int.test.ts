import functions from '@azure/functions';
import { createMultiProcessStore, issueKey, openSqliteStore, type Store } from '@rooms-pro/store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { composeIngest, type Ingest } from './compose.ts';
import { createLazyIngest } from './lazyIngest.ts';
import { createLog } from './log.ts';
import { startedAt } from './testEnv.suite.ts';

const log = createLog('silent');
const now = () => startedAt;
const context = new functions.InvocationContext({ functionName: 'ingestTelemetry' });

let database: Store;
let key: string;
beforeEach(async () => {
  database = openSqliteStore({ file: ':memory:' });
  ({ key } = await issueKey(database, { kind: 'gateway', name: 'test' }, startedAt));
});
afterEach(() => database.close());

/** A process on the database; its end leaves the database to the others. */
async function open(): Promise<Ingest> {
  const store = await createMultiProcessStore(
    { ...database, close: async () => {} },
    {
      delay: (_ms, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal))),
      onFault: () => {},
      nowMs: () => 0,
    },
  );
  return composeIngest({ store, config: { graph: null }, attachments: null, log, now });
}

const anybody = new functions.HttpRequest({ method: 'GET', url: 'http://localhost/api/readyz' });

function send(ingest: Pick<Ingest, 'ingestTelemetry'>, bearer: string) {
  const message = { device: 'dev-1', sentAt: startedAt, seq: 1, items: [] };
  const request = new functions.HttpRequest({
    method: 'POST',
    url: 'http://localhost/api/telemetry',
    headers: { authorization: `Bearer ${bearer}` },
    body: { string: JSON.stringify(message) },
  });
  return ingest.ingestTelemetry(request, context);
}

describe('composeIngest', () => {
  it('answers telemetry, and a sweep elsewhere knows when the room was heard', async () => {
    const hearing = await open();
    const sweeping = await open();
    expect(await send(hearing, 'wrong')).toMatchObject({ status: 401 });
    expect(await send(hearing, key)).toMatchObject({ status: 200 });
    expect(await sweeping.sweep()).toMatchObject({ rooms: 1, failed: 0 });
    expect(await hearing.ready(anybody, context)).toMatchObject({ status: 200 });
    await hearing.stop();
    const pages: unknown[] = [];
    for await (const page of database.documents('lastSeen')) pages.push(page);
    expect(JSON.stringify(pages)).toContain(startedAt);
    await sweeping.stop();
  });
});

describe('createLateIngest', () => {
  it('opens once, at the first call, and again after a failure', async () => {
    let tries = 0;
    const late = createLazyIngest(
      async () => {
        tries += 1;
        if (tries === 1) throw new Error('The account does not answer.');
        return open();
      },
      log,
      'test',
    );
    expect(tries).toBe(0);
    expect(await send(late, key)).toMatchObject({ status: 503 });
    expect(await send(late, key)).toMatchObject({ status: 200 });
    expect(await send(late, key)).toMatchObject({ status: 200 });
    expect(tries).toBe(2);
    await late.stop();
  });

  it('throws from timers, so that the host tries again, and is not ready', async () => {
    const late = createLazyIngest(() => Promise.reject(new Error('not there')), log, 'test');
    await expect(late.sweep()).rejects.toThrow('not there');
    expect(await late.ready(anybody, context)).toMatchObject({ status: 503 });
    await late.stop();
  });
});
