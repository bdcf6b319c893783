import { expect, it } from 'vitest';
import { createConcurrencyLimit } from './concurrencyLimit.ts';

it('limits tasks in total and for each person, and frees a slot when a task ends or fails', async () => {
  const refuse = (tooMany: string) => new Error(tooMany);
  const places = createConcurrencyLimit({ most: 3, mostEach: 2, refuse });
  const first = Promise.withResolvers<void>();
  const second = Promise.withResolvers<void>();
  const running = [places('mia', () => first.promise), places('mia', () => second.promise)];
  await expect(places('mia', async () => 'third')).rejects.toThrow('ofPerson');
  expect(await places('lena', async () => 'hers')).toBe('hers');
  const hers = Promise.withResolvers<void>();
  running.push(places('lena', () => hers.promise));
  await expect(places('tom', async () => 'his')).rejects.toThrow('ofAll');
  first.reject(new Error('broken off'));
  await expect(running[0]).rejects.toThrow('broken off');
  expect(await places('tom', async () => 'his')).toBe('his');
  expect(await places('mia', async () => 'third')).toBe('third');
  second.resolve();
  hers.resolve();
  await Promise.all(running.slice(1));
});
