/** Records each person who uses the bot: unknown people in the waiting list, others with their latest name. */
import type { Instant, Person, PersonRef } from '@rooms-pro/core';
import { type DirectoryPerson, readObjectId, sanitizePersonName } from '@rooms-pro/core/contracts';
import type { PeopleDirectory } from '@rooms-pro/store';
import type { Log } from '../log.ts';

type Deps = {
  readonly directory: PeopleDirectory;
  /** The ids of people who are managers regardless of the directory. */
  readonly managers: ReadonlySet<string>;
  readonly now: () => Instant;
  readonly log: Log;
};

/** `signedInMs`: the time when Entra issued the person's token; `null`: the person uses the chat. */
export type SyncDirectoryName = (person: Person, signedInMs: number | null) => Promise<void>;

const platform = { id: 'platform', name: 'Platform' };

export function createDirectoryNameSync({
  directory,
  managers,
  now,
  log,
}: Deps): SyncDirectoryName {
  /** Records the person for managers. A failure is logged and does not block the person. */
  async function recordPerson(person: Person, signedInMs: number | null): Promise<void> {
    // The directory accepts only directory ids.
    if (readObjectId(person.id) === null) return;
    try {
      if (managers.has(person.id)) await addManager(person, signedInMs);
      else if (directory.find(person.id) === null) await directory.noteWaiting(person, now());
      else await updateName(person, signedInMs);
    } catch (error) {
      log.error('store.failed', {}, error);
    }
  }

  /** Adds a manager of the settings to the directory, so that others find their name. */
  async function addManager({ id, name }: Person, signedInMs: number | null): Promise<void> {
    if (directory.find(id)?.role === 'manager') return updateName({ id, name }, signedInMs);
    await rewrite(id, (known) =>
      known?.role === 'manager'
        ? known
        : { id, name: sanitizePersonName(name), role: 'manager', groups: [] },
    );
  }

  /**
   * The name from a sign-in replaces the name in the directory, also one that a manager wrote. The name from
   * chat replaces only a name that is the id: otherwise two different names would replace each other.
   */
  async function updateName({ id, name }: PersonRef, signedInMs: number | null): Promise<void> {
    const known = directory.find(id);
    const given = sanitizePersonName(name);
    if (known === null || given === '' || given === known.name) return;
    const mayReplace = signedInMs === null ? known.name === id : isLatest(id, given, signedInMs);
    if (!mayReplace) return;
    await rewrite(id, (latest) => latest && { ...latest, name: given });
  }

  /** Whether the name is newer than the stored one. An older token with the previous name stays valid for an hour. */
  function isLatest(id: string, name: string, signedInMs: number): boolean {
    const { changes } = directory.settings().value;
    const named = changes.find(
      ({ via, person, before, after }) =>
        via === 'platform' && person.id === id && after !== null && after.name !== before?.name,
    );
    return !named || named.after?.name === name || signedInMs > Date.parse(named.at);
  }

  /** Writes the changed person to the directory, unless another request has already written the same. */
  async function rewrite(
    id: string,
    change: (known: DirectoryPerson | null) => DirectoryPerson | null,
  ) {
    await directory.load();
    const { value, etag } = directory.settings();
    const known = directory.find(id);
    const changed = change(known);
    if (changed === null || JSON.stringify(changed) === JSON.stringify(known)) return;
    const people = [...value.people.filter((one) => one.id !== id), changed];
    // After a conflict with another change this write is lost. The person's next request repeats it.
    await directory.put({ people, by: platform, via: 'platform', now: now(), etag });
  }

  return recordPerson;
}
