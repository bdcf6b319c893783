/** Only an unreachable store is retried; the log names the store. */
import { StoreError } from '@rooms-pro/store';
import { expect, it } from 'vitest';
import { createLog } from '../log.ts';
import { retryUntilOpen } from './retryUntilOpen.ts';

const store = 'https://x.documents.azure.com (database rooms-pro)';

function tryWith(faults: readonly unknown[]) {
  const lines: object[] = [];
  const log = createLog('info', { write: (line: string) => lines.push(JSON.parse(line)) });
  const left = [...faults];
  const waits: number[] = [];
  let waited = 0;
  const open = async () => {
    if (left.length > 0) throw left.shift();
    return 'open';
  };
  const onWait = () => {
    waited += 1;
  };
  const delay = async (ms: number) => waits.push(ms);
  return {
    opened: retryUntilOpen(open, { log, store, onWait, delay }),
    lines,
    waits,
    waited: () => waited,
  };
}

it.each(['unavailable', 'throttled', 'contended', 'denied', 'missing', 'inUse'] as const)(
  'waits for a store that is %s, and names it',
  async (code) => {
    const { opened, lines, waits, waited } = tryWith([
      new StoreError(code, 'No.'),
      new StoreError(code, 'Not yet.'),
    ]);
    expect(await opened).toBe('open');
    expect(waits).toEqual([5_000, 10_000]);
    expect(waited()).toBe(2);
    expect(lines).toMatchObject([
      { event: 'store.awaited', code, store, sentence: 'No.' },
      { event: 'store.awaited', code, store, sentence: 'Not yet.' },
    ]);
  },
);

it('waits for an identity that Azure has not assigned yet', async () => {
  const error = Object.assign(new Error('no'), { name: 'CredentialUnavailableError' });
  const { opened, lines } = tryWith([error]);
  expect(await opened).toBe('open');
  expect(lines).toMatchObject([{ code: 'noIdentity', store }]);
});

it.each([
  new TypeError("Cannot read properties of undefined (reading 'length')"),
  new SyntaxError('Unexpected end of JSON input'),
  new StoreError('unreadable', 'The room room-1 cannot be read.'),
  new StoreError('newer', 'A newer version wrote it.'),
  new StoreError('unusable', 'It is damaged.'),
  'not even an error',
])('does not wait where the store was reached: %s', async (error) => {
  const { opened, lines, waits } = tryWith([error]);
  await expect(opened).rejects.toBe(error);
  expect([waits, lines]).toEqual([[], []]);
});
