/** People who requested access: a short list beside the directory, so that strangers never block a manager's change. */
import type { Instant, PersonRef } from '@rooms-pro/core';
import { peopleLimits, readWaitingPeople, type WaitingPerson } from '@rooms-pro/core/contracts';
import { isUnreadable } from '../quarantine/quarantine.ts';
import type { Store } from '../store.ts';

export type WaitingPeople = {
  /** Newest first; at most fifty. */
  list(): Promise<readonly WaitingPerson[]>;
  /** Adds a person. Repeated visits cause one write, until newer people displace the person from the list. */
  note(person: PersonRef, now: Instant): Promise<void>;
  /** Removes the people for whom `isDone` is true. */
  drop(isDone: (id: string) => boolean): Promise<void>;
  /** Clears the cache: the next visit of each person reads the list in the store again. */
  clearCache(): void;
};

/** Several processes may write at the same time; after this many lost races the next visit maxTries again. */
const maxTries = 5;
const maxRemembered = 10_000;
/** A listed person is checked again after this time, because newer people may have displaced the person. */
const checkAgainMs = 60_000;

type Change = (people: readonly WaitingPerson[]) => readonly WaitingPerson[];
/** When a person is checked again: while the person is on the list, and while the person is not. */
type Checked = { readonly listedUntilMs: number; readonly awayUntilMs: number };

/** Opens the list in the store. */
export function openWaitingPeople(store: Store): WaitingPeople {
  /** The people that this process has checked, without people for whom the write failed. */
  const checked = new Map<string, Checked>();
  let listed: ReadonlySet<string> = new Set();

  async function read() {
    try {
      return await store.document<unknown>('setting', 'waitingPeople');
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      return 'unreadable';
    }
  }

  /** Changes the list; returns whether the stored list has the change. Throws what the store throws. */
  async function change(next: Change): Promise<boolean> {
    for (let left = maxTries; left > 0; left -= 1) {
      const found = await read();
      // The list is in quarantine: later visits add people again when the list is readable.
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

  const add = createCoalescer((visitors) =>
    change((people) => {
      const known = new Set(people.map(({ id }) => id));
      const added = visitors.filter(({ id }) => !known.has(id)).toReversed();
      return [...added, ...people].slice(0, peopleLimits.waiting);
    }),
  );

  return {
    async list() {
      const found = await read();
      return readWaitingPeople(found === 'unreadable' ? null : found?.value);
    },
    async note({ id, name }, now) {
      const nowMs = Date.parse(now);
      const before = checked.get(id);
      const wasListed = listed.has(id);
      if (before && nowMs < (wasListed ? before.listedUntilMs : before.awayUntilMs)) return;
      if (!(await add({ id, name, at: now }))) return;
      if (checked.size >= maxRemembered) checked.clear();
      const untilMs = nowMs + checkAgainMs;
      // A displaced person returns at once, but only once per interval, so that people do not displace each other in turn.
      const hasReturned = before !== undefined && !wasListed;
      const awayUntilMs = hasReturned ? untilMs : (before?.awayUntilMs ?? nowMs);
      checked.set(id, { listedUntilMs: untilMs, awayUntilMs });
    },
    async drop(isDone) {
      await change((people) => people.filter(({ id }) => !isDone(id)));
    },
    clearCache: () => checked.clear(),
  };
}

/** Visits during a write share the next write. */
function createCoalescer(write: (visitors: readonly WaitingPerson[]) => Promise<boolean>) {
  const visitors = new Map<string, WaitingPerson>();
  let writing: Promise<unknown> = Promise.resolve();
  let next: Promise<boolean> | null = null;
  return (person: WaitingPerson): Promise<boolean> => {
    visitors.set(person.id, person);
    if (next) return next;
    const begin = () => {
      const all = [...visitors.values()];
      visitors.clear();
      next = null;
      return write(all);
    };
    next = writing.then(begin, begin);
    writing = next;
    return next;
  };
}
