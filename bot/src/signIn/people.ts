/**
 * The people who use the bot and the tab. In the embedded run a person chooses one of the named people, and
 * every user of the local Teams client is a manager. With real sign-in the directory implements `People`.
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

/** The part of an API request that identifies its sender. */
export type Asked = {
  /** The `Authorization` header, without a change. */
  readonly authorization: string | null;
  /** The person whom the page of the embedded run has chosen. */
  readonly personId: string | null;
};

/** The sender, their access, and the end of their sign-in (`null`: it has no end). */
export type Visitor = {
  readonly person: Person;
  readonly access: Access;
  readonly untilMs: number | null;
};

export type People = {
  /** The people to choose from. The first is the default. */
  readonly choices: readonly Person[];
  /** Whether each request must have a token that identifies its sender. */
  readonly areSignedIn: boolean;
  /** The sender of a request. Throws an `AppError` when the sender is unknown. */
  visitor(asked: Asked): Promise<Visitor>;
  personFor(user: TeamsUser): Promise<Person>;
  accessOf(person: Person): Access;
  /** The people to whom a ticket may be assigned, besides the actor. */
  assignable(): readonly Person[];
  /** The present data of the person with this id; `null` when there is no directory. */
  current(id: string): Person | null;
  /** Calls `listener` after each change of a person's rights. Returns a function that stops this. */
  onChange(listener: () => void): () => void;
};

const nameLength = 100;

/** The name to show for a person: the name from Teams, shortened, never empty. */
export function nameOf(given: string): string {
  return clip(given.trim(), nameLength) || 'Someone in Teams';
}

/** The people of the embedded run. */
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

/** Whether a person's rights differ from their present rights in the directory. */
export function isOther({ id, role, groups }: Person, people: Pick<People, 'current'>): boolean {
  const now = people.current(id);
  return now !== null && (now.role !== role || now.groups.join('\n') !== groups.join('\n'));
}
