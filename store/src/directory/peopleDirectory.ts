/** The people with their permissions, as managers added them, and the people who wait for access. */
import type { Instant, PersonRef } from '@rooms-pro/core';
import {
  type DirectoryPerson,
  type PeopleChange,
  type PeopleEntryPoint,
  type PeopleSettings,
  peopleLimits,
  readPeopleSettings,
  type WaitingPerson,
} from '@rooms-pro/core/contracts';
import { signalChange, watchSignal } from '../feed/changeSignal.ts';
import { checksEveryMs, type Watching } from '../feed/watchChanges.ts';
import type { Store } from '../store.ts';
import { openDocument } from '../updateDocument.ts';
import { openWaitingPeople } from './waitingPeople.ts';

export type PeopleDirectory = {
  /** The person with this id (lower case), or `null`. */
  find(id: string): DirectoryPerson | null;
  /** The directory as last read, with the etag for a replacement. */
  settings(): { readonly value: PeopleSettings; readonly etag: string | null };
  /** Loads the directory from the store; returns whether it changed. */
  load(): Promise<boolean>;
  /**
   * Replaces all people, records who changed what, and signals the change to other processes. `conflict`:
   * another writer changed the directory since `etag`. Throws an `UnreadableDocument` when the directory is
   * in quarantine, and does not overwrite it.
   */
  put(change: PeoplePut): Promise<'done' | 'conflict'>;
  /** People who requested access and are not in the directory, newest first. */
  waiting(): Promise<readonly WaitingPerson[]>;
  /** Adds a person to the waiting list. Repeated visits cause one write. */
  noteWaiting(person: PersonRef, now: Instant): Promise<void>;
  /** Calls `listener` after each change of the directory. Returns a function that stops it. */
  onChange(listener: () => void): () => void;
  /** Reads the changes of other processes, until it is stopped. */
  watch(watching: Omit<Watching, 'hasChanged' | 'reload'>): { stop(): void };
};

export type PeoplePut = {
  readonly people: readonly DirectoryPerson[];
  readonly by: PersonRef;
  readonly via: PeopleEntryPoint;
  readonly now: Instant;
  readonly etag: string | null;
};

export type PeopleDirectoryOptions = {
  /** Called when the stored directory is unusable; the people in memory remain. */
  readonly onFault?: () => void;
};

/** Not «people», because that is the id of its change signal. */
const documentId = 'peopleBook';
const noPeople: PeopleSettings = { version: 0, people: [], changes: [] };

/** Creates an empty directory; `load()` reads the people from the store. */
export function openPeopleDirectory(
  store: Store,
  { onFault = () => {} }: PeopleDirectoryOptions = {},
): PeopleDirectory {
  // A directory in quarantine changes nothing: after a start it is empty, and the managers from the settings remain.
  const document = openDocument<PeopleSettings>(store, 'setting', documentId, {
    initial: noPeople,
    parse(stored) {
      const value = readPeopleSettings(stored);
      return value === null ? { fault: 'It is not a directory of people.' } : { value };
    },
    onFault: () => onFault(),
  });
  const waiting = openWaitingPeople(store);
  let byId = new Map<string, DirectoryPerson>();
  document.onChange(() => {
    byId = new Map(document.current().value.people.map((person) => [person.id, person]));
    // A removed person may wait again.
    waiting.clearCache();
  });

  return {
    find: (id) => byId.get(id) ?? null,
    settings: document.current,
    load: document.load,
    async put(change) {
      const done = await document.update<'done' | 'conflict'>((before, etag) =>
        etag === change.etag
          ? { put: changePeople(before, change), answer: 'done' }
          : { put: null, answer: 'conflict' },
      );
      if (done === 'conflict') return done;
      await signalChange(store, 'people', change.now);
      // Ignore a failure: `waiting` does not return people of the directory anyway.
      await waiting.drop((id) => byId.has(id)).catch(() => {});
      return done;
    },
    async waiting() {
      return (await waiting.list()).filter(({ id }) => !byId.has(id));
    },
    noteWaiting: waiting.note,
    onChange: document.onChange,
    watch: (watching) =>
      document.watch({ ...watching, hasChanged: watchSignal(store, 'people', checksEveryMs) }),
  };
}

/** The next version of the directory, with the changes at the start of its record. */
function changePeople(
  before: PeopleSettings,
  { people, now: at, by, via }: PeoplePut,
): PeopleSettings {
  const changes = [...changesBetween(before.people, people, { at, by, via }), ...before.changes];
  return {
    version: before.version + 1,
    people: people.toSorted(byName),
    changes: changes.slice(0, peopleLimits.changes),
  };
}

/** People with the same name are in the order of their ids. */
function byName(one: DirectoryPerson, other: DirectoryPerson): number {
  return one.name.localeCompare(other.name) || one.id.localeCompare(other.id);
}

/** The differences in names and permissions between two versions of the directory. */
function changesBetween(
  before: readonly DirectoryPerson[],
  after: readonly DirectoryPerson[],
  how: Pick<PeopleChange, 'at' | 'by' | 'via'>,
): PeopleChange[] {
  const grantedIn = (people: readonly DirectoryPerson[]) =>
    new Map(people.map(({ id, name, role, groups }) => [id, { name, role, groups }]));
  const old = grantedIn(before);
  const current = grantedIn(after);
  const all = new Map([...before, ...after].map(({ id, name }) => [id, { id, name }]));
  return [...all.values()].flatMap((person) => {
    const change = { before: old.get(person.id) ?? null, after: current.get(person.id) ?? null };
    const isSame = JSON.stringify(change.before) === JSON.stringify(change.after);
    return isSame ? [] : [{ ...how, person, ...change }];
  });
}
