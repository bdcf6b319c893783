/** Whoever comes is noted in the book: those who wait with their name, the others with their latest. */
import type { Instant, Person, PersonRef } from '@rooms-pro/core';
import { type BookPerson, readObjectId, sanitizePersonName } from '@rooms-pro/core/contracts';
import type { PeopleDirectory } from '@rooms-pro/store';
import type { Log } from '../log.ts';

type Deps = {
  readonly book: PeopleDirectory;
  /** Those who are managers whatever the book says. */
  readonly managers: ReadonlySet<string>;
  readonly now: () => Instant;
  readonly log: Log;
};

/** `signedInMs`: when Entra issued the token that they come with; `null`: they come by chat. */
export type SyncDirectoryName = (person: Person, signedInMs: number | null) => Promise<void>;

const platform = { id: 'platform', name: 'Platform' };

export function createDirectoryNameSync({ book, managers, now, log }: Deps): SyncDirectoryName {
  /** Keeps the name of whoever comes, where managers look for it. It holds nobody up who may come in. */
  async function notePerson(person: Person, signedInMs: number | null): Promise<void> {
    // What is no directory id could stand in no book.
    if (readObjectId(person.id) === null) return;
    try {
      if (managers.has(person.id)) await enter(person, signedInMs);
      else if (book.find(person.id) === null) await book.noteWaiting(person, now());
      else await nameIn(person, signedInMs);
    } catch (error) {
      log.error('store.failed', {}, error);
    }
  }

  /** A manager of the settings stands in the book too, so that others find their name. */
  async function enter({ id, name }: Person, signedInMs: number | null): Promise<void> {
    if (book.find(id)?.role === 'manager') return nameIn({ id, name }, signedInMs);
    await rewrite(id, (known) =>
      known?.role === 'manager'
        ? known
        : { id, name: sanitizePersonName(name), role: 'manager', groups: [] },
    );
  }

  /**
   * Whoever signs in is called what Entra calls them, whatever a manager wrote. Teams gives a name in
   * chat only to whoever was let in by their id alone: two that differ would replace each other.
   */
  async function nameIn({ id, name }: PersonRef, signedInMs: number | null): Promise<void> {
    const known = book.find(id);
    const given = sanitizePersonName(name);
    if (known === null || given === '' || given === known.name) return;
    const isFitting = signedInMs === null ? known.name === id : isLatest(id, given, signedInMs);
    if (!isFitting) return;
    await rewrite(id, (latest) => latest && { ...latest, name: given });
  }

  /** An older token still says the name before, and may be used beside the newer one for an hour. */
  function isLatest(id: string, name: string, signedInMs: number): boolean {
    const { changes } = book.settings().value;
    const named = changes.find(
      ({ via, person, before, after }) =>
        via === 'platform' && person.id === id && after !== null && after.name !== before?.name,
    );
    return !named || named.after?.name === name || signedInMs > Date.parse(named.at);
  }

  /** Puts the person into the book as they shall be, unless another request of theirs just did. */
  async function rewrite(id: string, change: (known: BookPerson | null) => BookPerson | null) {
    await book.load();
    const { value, etag } = book.settings();
    const known = book.find(id);
    const changed = change(known);
    if (changed === null || JSON.stringify(changed) === JSON.stringify(known)) return;
    const people = [...value.people.filter((one) => one.id !== id), changed];
    // Lost to somebody else's change: whoever comes next is noted then.
    await book.put({ people, by: platform, via: 'platform', now: now(), etag });
  }

  return notePerson;
}
