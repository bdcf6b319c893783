/** Describes people and changes to them. Two people with the same name have different labels. */
import { type PersonRef, type Role, roleLabels } from '@rooms-pro/core';
import type { DirectoryPerson, PeopleChange, PeopleEntryPoint } from '@rooms-pro/core/contracts';

/** Returns the label of a person among others. */
export type Call = (person: PersonRef) => string;

/** Names in the form in which people compare them. */
const folded = (name: string) =>
  name.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();

const shortLength = 8;

/** Labels people by name; two people with the same name also by the beginning of their object ids. */
export function disambiguate(people: readonly PersonRef[]): Call {
  const idsOf = new Map<string, Set<string>>();
  for (const { id, name } of people) {
    const key = folded(name);
    idsOf.set(key, (idsOf.get(key) ?? new Set()).add(id));
  }
  return ({ id, name }) => {
    const others = [...(idsOf.get(folded(name)) ?? [])].filter((one) => one !== id);
    if (others.length === 0) return name;
    const short = id.slice(0, shortLength);
    return `${name} (${others.some((other) => other.startsWith(short)) ? id : short})`;
  };
}

/** `Lead for west and east`, `Manager`, `Viewer without a room group`. */
export function formatGranted(granted: {
  readonly role: Role;
  readonly groups: readonly string[];
}) {
  const { role, groups } = granted;
  if (role === 'manager') return roleLabels.manager;
  if (groups.length === 0) return `${roleLabels[role]} without a room group`;
  const list = new Intl.ListFormat('en', { type: 'conjunction' }).format(groups);
  return `${roleLabels[role]} for ${list}`;
}

/** A sentence about a change: who changed whom, and how. It does not contain the time. */
export function formatPeopleChange({ by, via, person, before, after }: PeopleChange, call: Call) {
  const [who, whom] = [call(by), call(person)];
  if (after === null) return `${who} took ${whom} out.`;
  if (before === null) return `${who} let ${whom} in: ${formatGranted(after)}.`;
  const [now, once] = [formatGranted(after), formatGranted(before)];
  if (before.name === after.name) return `${who} made ${whom} ${now}, before ${once}.`;
  const old = call({ id: person.id, name: before.name ?? 'without a name' });
  if (now !== once)
    return `${who} made ${whom} ${now}, before ${once}, and renamed them, before ${old}.`;
  return via === 'platform'
    ? `${who} calls ${whom} as they sign in, before ${old}.`
    : `${who} renamed ${whom}, before ${old}.`;
}

/** The entry points after “via”. Changes by the platform itself have no label. */
export const peopleWayInLabels: Readonly<Record<Exclude<PeopleEntryPoint, 'platform'>, string>> = {
  tab: 'tab',
  chat: 'chat',
  operate: 'command line',
};

/** Describes how a person changed since the dialog opened, and who changed them, if known. */
export function formatInTheMeantime(
  seen: DirectoryPerson | null,
  now: DirectoryPerson | null,
  changes: readonly PeopleChange[],
  call: Call,
): string {
  const person = now ?? seen;
  if (person === null) return '';
  const change = changes.find((one) => one.person.id === person.id);
  const who = change ? call(change.by) : 'another person';
  const whom = call(person);
  if (now === null) {
    return `In the meantime, ${who} took ${whom} out; they are no longer in the list. Nothing was changed.`;
  }
  const then = 'Nothing was changed. Check the current state, then decide.';
  if (seen === null)
    return `In the meantime, ${who} let ${whom} in: ${formatGranted(now)}. ${then}`;
  const granted = formatGranted(now);
  if (granted !== formatGranted(seen))
    return `In the meantime, ${who} made ${whom} ${granted}. ${then}`;
  return `In the meantime, ${who} renamed ${whom}; the name was ${seen.name}. ${then}`;
}
