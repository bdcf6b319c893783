import { expect, it } from 'vitest';
import { createPlaces } from './concurrencyLimit.ts';

it('runs so many at once, in all and of a person, and has a place again when one ends or fails', async () => {
  const refuse = (tooMany: string) => new Error(tooMany);
  const places = createPlaces({ most: 3, mostEach: 2, refuse });
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
