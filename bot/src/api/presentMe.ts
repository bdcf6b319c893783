/** Who looks at the tab, and whom they may choose to be in the embedded run. */
import type { Person } from '@rooms-pro/core';
import type { Me } from '@rooms-pro/core/contracts';
import type { People, Visitor } from '../signIn/people.ts';

/** The answer of `GET /api/me`. */
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
