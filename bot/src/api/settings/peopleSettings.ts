/**
 * `/api/settings/people`: permissions of people, and people who wait for access. For managers only.
 */
import type { Instant, Person } from '@rooms-pro/core';
import { type DirectoryPerson, type PeopleAnswer, peopleBody } from '@rooms-pro/core/contracts';
import type { PeopleDirectory } from '@rooms-pro/store';
import type { Request, Response, Server } from 'restify';
import { AppError } from '../../appError.ts';
import type { Log } from '../../log.ts';
import { formatIssue } from '../http/formatIssue.ts';
import { jsonBody } from '../http/jsonBody.ts';
import { assertManager } from './assertManager.ts';

export type PeopleSettingsDeps = {
  readonly directory: PeopleDirectory;
  /** Object ids of people who are always managers, independent of the list. */
  readonly managerIds: readonly string[];
};
type Deps = {
  readonly peopleSettings?: PeopleSettingsDeps;
  readonly now: () => Instant;
  readonly log: Log;
};
type Handler = (request: Request, person: Person) => unknown;
type Answered = (handler: Handler) => (request: Request, response: Response) => Promise<void>;
type Parts = PeopleSettingsDeps & Omit<Deps, 'peopleSettings'>;

const nothingChanged = 'Nothing was changed';
/** The most faults in one response. The sender finds further faults with the next try. */
const mostFaults = 20;

/** Mounts both routes. If the people are fixed, the routes respond with an error that says so. */
export function mountPeopleSettings(server: Server, deps: Deps, answered: Answered): void {
  const byManager = (handler: (request: Request, person: Person, parts: Parts) => unknown) =>
    answered((request, person) => {
      assertManager(person, 'manage people');
      const { peopleSettings, now, log } = deps;
      if (peopleSettings === undefined) throw given();
      return handler(request, person, { ...peopleSettings, now, log });
    });
  server.get(
    '/api/settings/people',
    byManager(async (_request, _person, parts) => {
      await parts.directory.load();
      return presentPeople(parts);
    }),
  );
  server.put('/api/settings/people', byManager(changePeople));
}

async function changePeople(request: Request, person: Person, parts: Parts): Promise<PeopleAnswer> {
  const { directory, managerIds, now, log } = parts;
  const { etag, people } = readBody(await jsonBody(request));
  await directory.load();
  if (etag !== directory.settings().etag) throw conflict();
  const faults = faultsIn(
    people,
    person,
    new Set(managerIds.map((id) => id.toLowerCase())),
    directory,
  );
  if (faults.length > 0) throw refused(faults);
  const by = { id: person.id, name: person.name };
  const change = { people, by, via: 'tab' as const, now: now(), etag };
  if ((await directory.put(change)) === 'conflict') throw conflict();
  log.info('people.changed', { people: people.length });
  return presentPeople(parts);
}

function readBody(body: unknown) {
  const parsed = peopleBody.safeParse(body, { error: formatIssue });
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.slice(0, mostFaults).map(({ path, message }) => {
    return { pointer: `/${path.join('/')}`, reason: message };
  });
  throw refused(faults);
}

/**
 * Faults that the schema cannot find: managers cannot remove their own access or that of a manager
 * in the settings.
 */
function faultsIn(
  people: readonly DirectoryPerson[],
  actor: Person,
  fixed: ReadonlySet<string>,
  directory: PeopleDirectory,
): NonNullable<AppError['faults']> {
  const isManager = (id: string) => people.find((one) => one.id === id)?.role === 'manager';
  const pointerTo = (id: string) => {
    const index = people.findIndex((one) => one.id === id);
    return index === -1 ? '/people' : `/people/${index}/role`;
  };
  const lost = directory
    .settings()
    .value.people.filter(({ id }) => fixed.has(id) && !isManager(id));
  const lowered = people.filter(({ id, role }) => fixed.has(id) && role !== 'manager');
  const faults = [...new Map([...lost, ...lowered].map((one) => [one.id, one])).values()].map(
    ({ id, name }) => ({
      pointer: pointerTo(id),
      reason: `${name} is a Manager in the settings of this deployment. This cannot be changed here.`,
    }),
  );
  if (fixed.has(actor.id) || isManager(actor.id)) return faults;
  const reason = 'You cannot change your own access. Ask another Manager.';
  return [...faults, { pointer: pointerTo(actor.id), reason }];
}

async function presentPeople({ directory, managerIds, now }: Parts): Promise<PeopleAnswer> {
  const fixed = new Set(managerIds.map((id) => id.toLowerCase()));
  const { value, etag } = directory.settings();
  return {
    etag,
    people: value.people.map((person) => ({ ...person, isFixed: fixed.has(person.id) })),
    waiting: await directory.waiting(),
    changes: value.changes,
    confirmedAt: now(),
  };
}

function refused(faults: NonNullable<AppError['faults']>): AppError {
  const [first] = faults;
  const options = { code: 'badPeople', status: 400, faults };
  return new AppError(`${first?.reason ?? 'This is not valid.'} ${nothingChanged}.`, options);
}

function conflict(): AppError {
  return new AppError(
    `Someone else changed the people in the meantime. ${nothingChanged}. Look at their change first.`,
    { code: 'conflict', status: 409 },
  );
}

function given(): AppError {
  return new AppError('The people of this run are fixed and cannot be changed.', {
    code: 'peopleGiven',
    status: 404,
  });
}
