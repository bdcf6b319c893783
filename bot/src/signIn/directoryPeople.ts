/**
 * The people of a deployed bot: Teams identifies them in chat, Entra identifies them in the tab, and the
 * directory contains their rights. A person in neither the directory nor the settings waits and sees no room.
 */
import type { Instant, Person } from '@rooms-pro/core';
import { type Access, sanitizePersonName } from '@rooms-pro/core/contracts';
import type { PeopleDirectory } from '@rooms-pro/store';
import { AppError } from '../appError.ts';
import type { Log } from '../log.ts';
import { nameOf, type People } from './people.ts';
import { createDirectoryNameSync } from './syncDirectoryName.ts';
import { createTokenVerifier, type SignInSettings } from './verifyToken.ts';

export type DirectoryPeopleDeps = {
  readonly directory: PeopleDirectory;
  /** Object ids of people who are managers regardless of the directory. */
  readonly managerIds: readonly string[];
  /** `null`: sign-in to the tab is not configured. */
  readonly signIn: SignInSettings | null;
  readonly now: () => Instant;
  readonly log: Log;
};

/** The people of the directory, with the first managers from the settings. */
export function createDirectoryPeople(deps: DirectoryPeopleDeps): People {
  const { directory, now, log } = deps;
  const managers = new Set(deps.managerIds.map((id) => id.toLowerCase()));
  const recordPerson = createDirectoryNameSync({ directory, managers, now, log });
  const verify = deps.signIn && createVerifier(deps.signIn, deps);

  const hasManager = directory.settings().value.people.some(({ role }) => role === 'manager');
  if (managers.size === 0 && !hasManager) log.warn('people.noManager');

  function personWith(id: string, given: string): Person {
    const known = directory.find(id);
    const name = nameOf(sanitizePersonName(given) || (known?.name ?? ''));
    if (managers.has(id)) return { kind: 'person', id, name, role: 'manager', groups: [] };
    return { kind: 'person', id, name, role: known?.role ?? 'viewer', groups: known?.groups ?? [] };
  }

  function accessOf({ id, role, groups }: Person): Access {
    if (role === 'manager') return 'granted';
    if (directory.find(id) === null) return 'waiting';
    return groups.length > 0 ? 'granted' : 'noRooms';
  }

  return {
    choices: [],
    areSignedIn: verify !== null,
    async visitor({ authorization }) {
      if (verify === null) throw signInNotConfigured();
      const { id, name, sinceMs, untilMs } = await verify(authorization);
      const person = personWith(id, name);
      await recordPerson(person, sinceMs);
      return { person, access: accessOf(person), untilMs };
    },
    async personFor({ id, aadObjectId, name }) {
      const person = personWith((aadObjectId ?? id).toLowerCase(), name);
      // Without a directory id a manager could not add them.
      if (aadObjectId !== null) await recordPerson(person, null);
      return aadObjectId === null ? { ...person, id, role: 'viewer', groups: [] } : person;
    },
    accessOf,
    assignable: () => directory.settings().value.people.map(({ id, name }) => personWith(id, name)),
    current: (id) => personWith(id.toLowerCase(), ''),
    onChange: directory.onChange,
  };
}

function createVerifier(settings: SignInSettings, { now, log }: DirectoryPeopleDeps) {
  return createTokenVerifier({
    settings,
    nowMs: () => Date.parse(now()),
    onRefused: (reason, client) => log.warn('signIn.refused', { reason, client }),
    onKeysUnreachable: (cause) => log.error('signIn.keysUnreachable', {}, cause),
  });
}

function signInNotConfigured(): AppError {
  return new AppError(
    'Sign-in is not set up here, so this page cannot show anything. Ask the bot in a chat instead.',
    { code: 'signInNotConfigured', status: 501 },
  );
}
