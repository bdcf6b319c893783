/** Those who asked to be let in: a short list beside the book, so that strangers never get in a manager's way. */
import type { Instant, PersonRef } from '@rooms-pro/core';
import { peopleLimits, readWaitingPeople, type WaitingPerson } from '@rooms-pro/core/contracts';
import { isUnreadable } from '../quarantine/quarantine.ts';
import type { Store } from '../store.ts';

export type WaitingPeople = {
  /** Newest first; at most fifty. */
  list(): Promise<readonly WaitingPerson[]>;
  /** Takes note of somebody; written once, however often they come, until others push them off. */
  note(person: PersonRef, now: Instant): Promise<void>;
  /** Takes those off the list who wait no longer. */
  drop(isDone: (id: string) => boolean): Promise<void>;
  /** Whoever comes next is looked for in the store again. */
  forget(): void;
};

/** Several processes may write at once; after that many lost races the next visit has to do. */
const tries = 5;
const remembered = 10_000;
/** Whoever stands on the list is looked for again after so long: others may have pushed them off. */
const lookAgainMs = 60_000;

type Change = (people: readonly WaitingPerson[]) => readonly WaitingPerson[];
/** When somebody may be looked for again, while they stand on the list and while they do not. */
type Noted = { readonly listedUntilMs: number; readonly awayUntilMs: number };

/** The list as the store holds it. */
export function openWaitingPeople(store: Store): WaitingPeople {
  /** Whom this process looked for; never anybody of whom the list could not be written. */
  const noted = new Map<string, Noted>();
  let listed: ReadonlySet<string> = new Set();

  async function read() {
    try {
      return await store.document<unknown>('setting', 'waitingPeople');
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      return 'unreadable';
    }
  }

  /** Throws what the store throws; whether the list is as it should be. */
  async function change(next: Change): Promise<boolean> {
    for (let left = tries; left > 0; left -= 1) {
      const found = await read();
      // The list is in quarantine: visits are noted again once it can be read.
      if (found === 'unreadable') return false;
      const before = readWaitingPeople(found?.value);
      const people = next(before);
      const isSame = people.length === before.length && people[0]?.id === before[0]?.id;
      const write = () =>
        store.putDocument('setting', 'waitingPeople', { people }, found?.etag ?? null);
      if (!isSame && (await write()) === 'conflict') continue;
      listed = new Set(people.map(({ id }) => id));
      return true;
    }
    return false;
  }

  const add = createGathering((coming) =>
    change((people) => {
      const known = new Set(people.map(({ id }) => id));
      const young = coming.filter(({ id }) => !known.has(id)).toReversed();
      return [...young, ...people].slice(0, peopleLimits.waiting);
    }),
  );

  return {
    async list() {
      const found = await read();
      return readWaitingPeople(found === 'unreadable' ? null : found?.value);
    },
    async note({ id, name }, now) {
      const nowMs = Date.parse(now);
      const before = noted.get(id);
      const wasListed = listed.has(id);
      if (before && nowMs < (wasListed ? before.listedUntilMs : before.awayUntilMs)) return;
      if (!(await add({ id, name, at: now }))) return;
      if (noted.size >= remembered) noted.clear();
      const untilMs = nowMs + lookAgainMs;
      // Pushed off, they come back at once, but not in turns with those who push.
      const hasReturned = before !== undefined && !wasListed;
      const awayUntilMs = hasReturned ? untilMs : (before?.awayUntilMs ?? nowMs);
      noted.set(id, { listedUntilMs: untilMs, awayUntilMs });
    },
    async drop(isDone) {
      await change((people) => people.filter(({ id }) => !isDone(id)));
    },
    forget: () => noted.clear(),
  };
}

/** Those who come while a write is under way share the next one. */
function createGathering(write: (coming: readonly WaitingPerson[]) => Promise<boolean>) {
  const coming = new Map<string, WaitingPerson>();
  let writing: Promise<unknown> = Promise.resolve();
  let next: Promise<boolean> | null = null;
  return (person: WaitingPerson): Promise<boolean> => {
    coming.set(person.id, person);
    if (next) return next;
    const begin = () => {
      const all = [...coming.values()];
      coming.clear();
      next = null;
      return write(all);
    };
    next = writing.then(begin, begin);
    writing = next;
    return next;
  };
}
