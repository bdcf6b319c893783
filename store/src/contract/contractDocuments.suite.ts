/** The part of the store's contract about the small documents beside the rooms. */
import { expect, it } from 'vitest';
import type { Store } from '../store.ts';
import type { Trial } from './trial.suite.ts';

async function putAlways(store: Store, id: string, value: unknown): Promise<string> {
  const put = await store.putDocument('setting', id, value);
  if (put === 'conflict') throw new Error('an unconditional write returned a conflict');
  return put.etag;
}

/** Declares the tests of documents. */
export function describeDocuments(trial: Trial): void {
  it('keeps a document until it is replaced or deleted', async () => {
    const { store } = trial;
    expect(await store.document('setting', 'a')).toBeNull();
    const etag = await putAlways(store, 'a', { text: 'first' });
    expect(await store.document('setting', 'a')).toEqual({ value: { text: 'first' }, etag });
    const later = await putAlways(store, 'a', { text: 'second' });
    expect(later).not.toBe(etag);
    expect(await store.document('setting', 'a')).toEqual({
      value: { text: 'second' },
      etag: later,
    });
    await store.deleteDocument('setting', 'a');
    await store.deleteDocument('setting', 'a');
    expect(await store.document('setting', 'a')).toBeNull();
  });

  it('creates a document only if it does not exist', async () => {
    const { store } = trial;
    expect(await store.putDocument('setting', 'k', 1, null)).toHaveProperty('etag');
    expect(await store.putDocument('setting', 'k', 2, null)).toBe('conflict');
    expect((await store.document('setting', 'k'))?.value).toBe(1);
  });

  it('replaces only the given version', async () => {
    const { store } = trial;
    const first = await putAlways(store, 'a', 1);
    const second = await putAlways(store, 'a', 2);
    expect(await store.putDocument('setting', 'a', 3, first)).toBe('conflict');
    expect(await store.putDocument('setting', 'a', 3, second)).toHaveProperty('etag');
    expect(await store.putDocument('setting', 'never written', 3, second)).toBe('conflict');
  });

  it('treats a document that was deleted and created again as another version', async () => {
    const { store } = trial;
    const first = await putAlways(store, 'a', 1);
    await store.deleteDocument('setting', 'a');
    expect(await store.putDocument('setting', 'a', 2, first)).toBe('conflict');
    await putAlways(store, 'a', 1);
    expect(await store.putDocument('setting', 'a', 2, first)).toBe('conflict');
  });

  it('lets one of two concurrent writers win', async () => {
    const { store } = trial;
    const etag = await putAlways(store, 'a', 0);
    const answers = await Promise.all(
      [1, 2].map((n) => store.putDocument('setting', 'a', n, etag)),
    );
    expect(answers.filter((one) => one === 'conflict')).toHaveLength(1);
  });

  it('writes the value as it was at the call', async () => {
    const { store } = trial;
    const value = { count: 1 };
    const put = store.putDocument('setting', 'a', value);
    value.count = 2;
    await put;
    expect((await store.document('setting', 'a'))?.value).toEqual({ count: 1 });
  });

  it('streams all documents of one kind and no other', async () => {
    const { store } = trial;
    const ids = Array.from({ length: 450 }, (_, n) => `person ${n} «ü/#?\\»`);
    await Promise.all(ids.map((id) => store.putDocument('person', id, { id })));
    await putAlways(store, 'a', 1);
    const found: string[] = [];
    for await (const { id, value, etag } of store.documents<{ id: string }>('person')) {
      expect(value).toEqual({ id });
      expect(etag).not.toBe('');
      found.push(id);
    }
    expect(found.sort()).toEqual(ids.sort());
  });
}
