/** Waiting leaves no listener on a signal that exists as long as the service. */
import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { createWakeSignal, noAnswer, waitFor, within } from './wait.ts';

const listeners = (signal: AbortSignal) => getEventListeners(signal, 'abort').length;
const untilEnded = (ended: AbortSignal) =>
  new Promise<never>((_, reject) =>
    ended.addEventListener('abort', () => reject(ended.reason), { once: true }),
  );

it('a wake signal works many times, and a stop ends the wait', async () => {
  const stopping = new AbortController();
  const bell = createWakeSignal();
  for (let n = 0; n < 20; n += 1) {
    const heard = bell.wait(stopping.signal);
    expect(listeners(stopping.signal)).toBe(1);
    bell.signal();
    await heard;
    await waitFor(0, stopping.signal);
    expect(listeners(stopping.signal)).toBe(0);
  }
  const heard = bell.wait(stopping.signal);
  stopping.abort();
  await heard;
  await bell.wait(stopping.signal);
  expect(listeners(stopping.signal)).toBe(0);
});

it('work ends when it is done, when its time is over, and when it is stopped', async () => {
  const stopping = new AbortController();
  const { signal } = stopping;
  expect(await within(60_000, signal, async () => 'done')).toBe('done');
  await expect(within(0, signal, untilEnded)).rejects.toThrow(noAnswer);
  expect(listeners(signal)).toBe(0);
  const asked = within(60_000, signal, untilEnded);
  stopping.abort(new Error('stopped'));
  await expect(asked).rejects.toThrow('stopped');
  expect(await within(60_000, signal, async ({ aborted }) => aborted)).toBe(true);
  expect(listeners(signal)).toBe(0);
});
