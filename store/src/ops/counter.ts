/** Sequences of unique numbers, for rooms and outages. */
import type { Store } from '../store.ts';
import { updateDocument } from '../updateDocument.ts';

type Counter = { readonly next: number };

/** The next number of a sequence that begins at `first`. An unused number is lost. */
export async function nextNumber(store: Store, sequence: string, first: number): Promise<number> {
  const take = (counter: Counter | null) => {
    const number = counter?.next ?? first;
    return { put: { next: number + 1 }, answer: number };
  };
  return (await updateDocument(store, 'counter', sequence, take)).answer;
}
