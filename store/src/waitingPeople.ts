/** Those who asked to be let in: a short list beside the book, so that strangers never get in a manager's way. */
import type { Instant, PersonRef } from '@rooms-pro/core';
import { peopleLimits, readWaitingPeople, type WaitingPerson } from '@rooms-pro/core/contracts';
import type { Store } from './store.ts';

export type WaitingPeople = {
  /** Newest first; at most fifty. */
  list(): Promise<readonly WaitingPerson[]>;
  /** Takes note of somebody; written once, however often they come. */
  note(person: PersonRef, now: Instant): Promise<void>;
  /** Takes those off the list who wait no longer. */
  drop(isDone: (id: string) => boolean): Promise<void>;
  /** Whoever comes next is looked for in the store again. */
  forget(): void;
};

/** Several processes may write at once; after that many lost races the next visit has to do. */
const tries = 5;
const remembered = 10_000;

/** The list as the store holds it. */
export function openWaitingPeople(store: Store): WaitingPeople {
  /** Of whom this process knows that they were written down. */
  const noted = new Set<string>();

  async function change(
    next: (people: readonly WaitingPerson[]) => readonly WaitingPerson[],
  ): Promise<void> {
    for (let left = tries; left > 0; left -= 1) {
      const found = await store.document<unknown>('setting', 'waitingPeople');
      const before = readWaitingPeople(found?.value);
      const people = next(before);
      if (people.length === before.length && people[0]?.id === before[0]?.id) return;
      const etag = found?.etag ?? null;
      const written = await store.putDocument('setting', 'waitingPeople', { people }, etag);
      if (written !== 'conflict') return;
    }
  }

  return {
    async list() {
      return readWaitingPeople((await store.document('setting', 'waitingPeople'))?.value);
    },
    async note({ id, name }, now) {
      if (noted.has(id)) return;
      if (noted.size >= remembered) noted.clear();
      // Before the write, so that of many requests at once only one writes.
      noted.add(id);
      try {
        await change((people) =>
          people.some((one) => one.id === id)
            ? people
            : [{ id, name, at: now }, ...people].slice(0, peopleLimits.waiting),
        );
      } catch (error) {
        noted.delete(id);
        throw error;
      }
    },
    drop: (isDone) => change((people) => people.filter(({ id }) => !isDone(id))),
    forget: () => noted.clear(),
  };
}
