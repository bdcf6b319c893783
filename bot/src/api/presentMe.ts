/** The person who uses the tab, and in the embedded run the people that one can act as. */
import type { Person } from '@rooms-pro/core';
import type { Me } from '@rooms-pro/core/contracts';
import type { People, Visitor } from '../signIn/people.ts';

/** The response of `GET /api/me`. */
export function presentMe({ person, access }: Visitor, people: People, pace: number): Me {
  const nameOf = ({ id, name, role, groups }: Person) => ({ id, name, role, groups });
  return {
    person: nameOf(person),
    people: people.choices.map(nameOf),
    embedded: people.choices.length > 0,
    access,
    pace,
  };
}
