import { openSqliteStore } from '@rooms-pro/store';
import { expect, it } from 'vitest';
import { createReadyAnswer } from './answerReady.ts';

it('is ready while the store answers, and says when it hears nothing of others', async () => {
  let isThere = true;
  let isCurrent = true;
  let nowMs = 0;
  const document = async () => {
    if (!isThere) throw new Error('no answer');
    return null;
  };
  const quarantine = openSqliteStore({ file: ':memory:' }).quarantine;
  const store = { document, isCurrent: () => isCurrent, quarantine };
  const answer = createReadyAnswer(store, () => nowMs);
  const asked = async () => {
    const { status, jsonBody } = await answer();
    return [status, jsonBody];
  };
  expect(await asked()).toEqual([200, { status: 'ready' }]);
  isCurrent = false;
  expect(await asked()).toEqual([200, { status: 'behind' }]);
  isThere = false;
  nowMs = 5_000;
  expect(await asked()).toEqual([503, { status: 'storeUnreachable' }]);
});
