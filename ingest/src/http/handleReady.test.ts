import { openSqliteStore } from '@rooms-pro/store';
import { expect, it } from 'vitest';
import { fitting } from '../testEnv.suite.ts';
import { createReadyHandler } from './handleReady.ts';

const { quarantine } = openSqliteStore({ file: ':memory:' });

it('is ready while the store answers, and says when it hears nothing of others', async () => {
  let isThere = true;
  let isCurrent = true;
  let nowMs = 0;
  const document = async () => {
    if (!isThere) throw new Error('no answer');
    return null;
  };
  const store = { document, isCurrent: () => isCurrent, quarantine };
  const answer = createReadyHandler(store, () => nowMs);
  const asked = async () => {
    const { status, jsonBody } = fitting('/api/readyz', await answer(), 'GET');
    return [status, jsonBody];
  };
  expect(await asked()).toEqual([200, { status: 'ready' }]);
  isCurrent = false;
  expect(await asked()).toEqual([200, { status: 'behind' }]);
  isThere = false;
  nowMs = 5_000;
  expect(await asked()).toEqual([503, { status: 'storeUnreachable' }]);
});

it('names the parts that are off because the Key Vault did not give their settings', async () => {
  const store = { document: async () => null, isCurrent: () => true, quarantine };
  const off = [{ part: 'graph', settings: ['GRAPH_CLIENT_SECRET'] }] as const;
  const response = await createReadyHandler(store, () => 0, off)();
  const { status, jsonBody } = fitting('/api/readyz', response, 'GET');
  expect([status, jsonBody]).toEqual([200, { status: 'ready', off: ['graph'] }]);
});
