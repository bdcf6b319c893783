/** People who requested access: a short list beside the directory, so that strangers never block a manager's change. */
import { coalesce } from '@rooms-pro/async';
import type { Instant, PersonRef } from '@rooms-pro/core';
import { peopleLimits, readWaitingPeople, type WaitingPerson } from '@rooms-pro/core/contracts';
import { catchUnreadable } from '../quarantine/quarantine.ts';
import type { Store } from '../store.ts';
import { StoreError } from '../storeError.ts';
import { updateDocument } from '../updateDocument.ts';

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

/** Several processes may write at the same time; after this many lost races the next visit tries again. */
const maxRaces = 5;
const maxRemembered = 10_000;
/** A listed person is checked again after this time, because newer people may have displaced the person. */
const checkAgainMs = 60_000;

const laterCodes: readonly string[] = ['unreadable', 'contended'];

type Change = (people: readonly WaitingPerson[]) => readonly WaitingPerson[];
/** When a person is checked again: while the person is on the list, and while the person is not. */
type Checked = { readonly listedUntilMs: number; readonly awayUntilMs: number };

/** Opens the list in the store. */
export function openWaitingPeople(store: Store): WaitingPeople {
  /** The people that this process has checked, without people for whom the write failed. */
  const checked = new Map<string, Checked>();
  let listed: ReadonlySet<string> = new Set();

  /** Changes the list; returns whether the stored list has the change. */
  async function change(next: Change): Promise<boolean> {
    const people = await changeList(store, next);
    if (people !== null) listed = new Set(people.map(({ id }) => id));
    return people !== null;
  }

  /** Visits during a write share the next write. */
  const add = coalesce(async (visitors: readonly WaitingPerson[]) => {
    const isAdded = await change((people) => {
      const known = new Set(people.map(({ id }) => id));
      const unknown = new Map(visitors.map((visitor) => [visitor.id, visitor]));
      const added = [...unknown.values()].filter(({ id }) => !known.has(id)).toReversed();
      return [...added, ...people].slice(0, peopleLimits.waiting);
    });
    return visitors.map(() => isAdded);
  });

  return {
    async list() {
      const reading = store.document<unknown>('setting', 'waitingPeople');
      const found = await reading.catch(catchUnreadable);
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

/**
 * Changes the stored list and returns it. `null`: the list is in quarantine or others keep changing it, so
 * it did not change: later visits add people again. Throws other store errors.
 */
async function changeList(store: Store, next: Change): Promise<readonly WaitingPerson[] | null> {
  const change = (document: unknown) => {
    const before = readWaitingPeople(document);
    const people = next(before);
    const isSame = people.length === before.length && people[0]?.id === before[0]?.id;
    return { put: isSame ? null : { people }, answer: people };
  };
  try {
    const updating = updateDocument(store, 'setting', 'waitingPeople', change, { maxRaces });
    return (await updating).answer;
  } catch (error) {
    if (error instanceof StoreError && laterCodes.includes(error.code)) return null;
    throw error;
  }
}
