/**
 * Who acts. The embedded run lets one choose among named people and takes everyone in the local
 * Teams client for a manager; with real sign-in the same door answers from the directory.
 */
import { clip, type Person } from '@rooms-pro/core';
import type { Access } from '@rooms-pro/core/contracts';
import { AppError } from '../appError.ts';

/** A user as Teams names them. */
export type TeamsUser = {
  readonly id: string;
  readonly aadObjectId: string | null;
  readonly name: string;
};

/** What a request to the API says of who sends it. */
export type Asked = {
  /** `Authorization`, as it came. */
  readonly authorization: string | null;
  /** Whom the embedded run's page acts as. */
  readonly personId: string | null;
};

/** Who asks, what they may do here at all, and until when that is known (`null`: for good). */
export type Visitor = {
  readonly person: Person;
  readonly access: Access;
  readonly untilMs: number | null;
};

export type People = {
  /** Whom one may choose to be; the first is who one is without a choice. */
  readonly choices: readonly Person[];
  /** Whether each request proves by a token who sends it. */
  readonly areSignedIn: boolean;
  /** Who sends a request. Throws an `AppError` where nobody known does. */
  visitor(asked: Asked): Promise<Visitor>;
  personFor(user: TeamsUser): Promise<Person>;
  accessOf(person: Person): Access;
  /** Whom a ticket may be assigned to beside whoever asks. */
  assignable(): readonly Person[];
  /** The person with this id as they are now; `null` where people are not known one by one. */
  current(id: string): Person | null;
  /** Calls back whenever somebody may do something else than before. Returns the way to stop. */
  onChange(listener: () => void): () => void;
};

const nameLength = 100;

/** How a person is called here: what Teams says, cut, never empty. */
export function nameOf(said: string): string {
  return clip(said.trim(), nameLength) || 'Someone in Teams';
}

/** People of the embedded run. */
export function createEmbeddedPeople(choices: readonly Person[]): People {
  const chosen = (id: string | null) =>
    id === null ? choices[0] : choices.find((one) => one.id === id);
  return {
    choices,
    areSignedIn: false,
    async visitor({ personId }) {
      const person = chosen(personId);
      if (person) return { person, access: 'granted', untilMs: null };
      throw new AppError('That person is not known here. Choose another one.', {
        code: 'unknownPerson',
        status: 401,
      });
    },
    personFor: async ({ id, aadObjectId, name }) => ({
      kind: 'person',
      id: aadObjectId ?? id,
      name: nameOf(name),
      role: 'manager',
      groups: [],
    }),
    accessOf: () => 'granted',
    assignable: () => choices,
    current: () => null,
    onChange: () => () => {},
  };
}

/** Whether somebody may do something else now than when they came. */
export function isOther({ id, role, groups }: Person, people: Pick<People, 'current'>): boolean {
  const now = people.current(id);
  return now !== null && (now.role !== role || now.groups.join('\n') !== groups.join('\n'));
}
