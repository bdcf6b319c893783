/** Converts the input of the person dialog to the list of people that is sent, and faults back to fields. */
import type { Role } from '@rooms-pro/core';
import type {
  DirectoryPerson,
  PeopleAnswer,
  PeopleBody,
  PersonRow,
} from '@rooms-pro/core/contracts';
import { withGroup } from '../../act/forms/roomEdits.ts';
import type { ApiFailure } from '../../api/apiFailure.ts';

/** A person as the dialog shows them. */
export type PersonDraft = {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly groups: readonly string[];
  /** Text that is not a group yet. */
  readonly written: string;
};

/** The initial draft: of a person who is partly known, or of an unknown person. */
export function toPersonDraft(known: Partial<DirectoryPerson>): PersonDraft {
  const { id = '', name = '', role = 'technician', groups = [] } = known;
  return { id, name, role, groups, written: '' };
}

const objectId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The faults of a draft, by field. */
export type PersonFaults = Partial<Record<'id' | 'name' | 'role' | 'groups', string>>;

/** The faults that can be found before anything is sent. `others`: the other people in the list. */
export function checkPersonDraft(draft: PersonDraft, others: readonly PersonRow[]): PersonFaults {
  const id = draft.id.trim().toLowerCase();
  const faults: PersonFaults = {};
  if (!objectId.test(id)) {
    faults.id = 'Write an object id like 1d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f.';
  } else if (others.some((one) => one.id === id)) {
    faults.id = 'This person is already in the list.';
  }
  if (draft.name.trim() === '') faults.name = 'Enter the name.';
  return faults;
}

/** The person of a draft. A person who sees all rooms is in no group. */
export function toPerson({ id, name, role, groups, written }: PersonDraft): DirectoryPerson {
  const all = role === 'manager' ? [] : withGroup(groups, written);
  return { id: id.trim().toLowerCase(), name: name.trim(), role, groups: [...all] };
}

/** The list with this person changed (`null`: removed), based on the list that was shown. */
export function peopleWith(
  { etag, people }: Pick<PeopleAnswer, 'etag' | 'people'>,
  id: string,
  person: DirectoryPerson | null,
): PeopleBody {
  const others = people
    .filter((one) => one.id !== id)
    .map((one) => ({ id: one.id, name: one.name, role: one.role, groups: [...one.groups] }));
  // The person is last in the list, so that the faults of the server can be matched with them.
  return { etag, people: person ? [...others, person] : others };
}

/** The faults of the server for the last person of the list; `other` contains all other faults. */
export function faultsFromServer(faults: ApiFailure['faults'], people: number) {
  const fields: PersonFaults = {};
  const other: string[] = [];
  for (const { pointer, reason } of faults) {
    const [, index, member] = /^\/people\/(\d+)\/(id|name|role|groups)\b/.exec(pointer) ?? [];
    if (Number(index) === people - 1 && member) fields[member as keyof PersonFaults] ??= reason;
    else other.push(reason);
  }
  return { fields, other };
}

/** Whether a stored person is unchanged; `null`: not in the list. */
export function isSamePerson(one: DirectoryPerson | null, other: DirectoryPerson | null): boolean {
  if (one === null || other === null) return one === other;
  const parts = ({ id, name, role, groups }: DirectoryPerson) =>
    JSON.stringify([id, name, role, groups]);
  return parts(one) === parts(other);
}
