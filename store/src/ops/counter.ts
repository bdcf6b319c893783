/** Numbers that are given once and never again: of rooms, of outages. */
import type { Store } from '../store.ts';

/** The next number of a sequence that begins at `first`. One that its taker does not use is lost. */
export async function nextNumber(store: Store, sequence: string, first: number): Promise<number> {
  for (;;) {
    const counter = await store.document<{ readonly next: number }>('counter', sequence);
    const number = counter?.value.next ?? first;
    const next = { next: number + 1 };
    const written = await store.putDocument('counter', sequence, next, counter?.etag ?? null);
    if (written !== 'conflict') return number;
  }
}
