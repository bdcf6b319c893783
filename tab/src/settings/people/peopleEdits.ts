/** From what a manager sets in the dialog of a person to the book that is sent, and back to their words. */
import type { Role } from '@rooms-pro/core';
import type { BookPerson, PeopleAnswer, PeopleBody, PersonRow } from '@rooms-pro/core/contracts';
import { withGroup } from '../../act/forms/roomEdits.ts';
import type { ApiFailure } from '../../api/client.ts';

/** A person as the dialog shows them. */
export type PersonDraft = {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly groups: readonly string[];
  /** Written as a group and no tag yet. */
  readonly written: string;
};

/** The draft to begin with: of somebody known in part, or of nobody. */
export function draftOfPerson(known: Partial<BookPerson>): PersonDraft {
  const { id = '', name = '', role = 'technician', groups = [] } = known;
  return { id, name, role, groups, written: '' };
}

const objectId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What is wrong with a draft, by field. */
export type PersonFaults = Partial<Record<'id' | 'name' | 'role' | 'groups', string>>;

/** What can be told before anything is sent; `others`: who is in the book beside them. */
export function faultsOfPerson(draft: PersonDraft, others: readonly PersonRow[]): PersonFaults {
  const id = draft.id.trim().toLowerCase();
  const faults: PersonFaults = {};
  if (!objectId.test(id)) {
    faults.id = 'Write an object id like 1d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f.';
  } else if (others.some((one) => one.id === id)) {
    faults.id = 'This person is in the list already.';
  }
  if (draft.name.trim() === '') faults.name = 'Write what they are called.';
  return faults;
}

/** The person of a draft. Whoever sees all rooms is in no group. */
export function personOf({ id, name, role, groups, written }: PersonDraft): BookPerson {
  const all = role === 'manager' ? [] : withGroup(groups, written);
  return { id: id.trim().toLowerCase(), name: name.trim(), role, groups: [...all] };
}

/** The book with this person as they shall be (`null`: without them), made from what was shown. */
export function bookWith(
  { etag, people }: Pick<PeopleAnswer, 'etag' | 'people'>,
  id: string,
  person: BookPerson | null,
): PeopleBody {
  const others = people
    .filter((one) => one.id !== id)
    .map((one) => ({ id: one.id, name: one.name, role: one.role, groups: [...one.groups] }));
  // The last, so that what the server finds wrong with them is found again.
  return { etag, people: person ? [...others, person] : others };
}

/** What the server finds wrong with the last of the book; `other` has the rest. */
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

/** Whether a person of the book is what they were; `null`: not in the book. */
export function isSamePerson(one: BookPerson | null, other: BookPerson | null): boolean {
  if (one === null || other === null) return one === other;
  const parts = ({ id, name, role, groups }: BookPerson) =>
    JSON.stringify([id, name, role, groups]);
  return parts(one) === parts(other);
}
