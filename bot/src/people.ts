/**
 * Who acts. The embedded run lets one choose among named people and takes everyone in the local
 * Teams client for a manager; with real sign-in the same door answers from the directory.
 */
import type { Person } from '@rooms-pro/core';

/** A user as Teams names them. */
export type TeamsUser = {
  readonly id: string;
  readonly aadObjectId: string | null;
  readonly name: string;
};

export type People = {
  /** Whom one may choose to be; the first is who one is without a choice. */
  readonly choices: readonly Person[];
  /**
   * The person of a request that names one; `null` when there is no such person. Throws an
   * `AppError` where nobody can be named.
   */
  chosen(id: string | null): Person | null;
  personFor(user: TeamsUser): Promise<Person>;
};

const nameLength = 100;

/** How a person is called here: what Teams says, cut, never empty. */
export function nameOf(said: string): string {
  return said.trim().slice(0, nameLength) || 'Someone in Teams';
}

/** People of the embedded run. */
export function createEmbeddedPeople(choices: readonly Person[]): People {
  return {
    choices,
    chosen: (id) =>
      id === null ? (choices[0] ?? null) : (choices.find((one) => one.id === id) ?? null),
    personFor: async ({ id, aadObjectId, name }) => ({
      kind: 'person',
      id: aadObjectId ?? id,
      name: nameOf(name),
      role: 'manager',
      groups: [],
    }),
  };
}
