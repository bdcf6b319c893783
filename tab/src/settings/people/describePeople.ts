/** What is said of people and of changes to them, so that two of the same name are told apart. */
import { type PersonRef, type Role, roleLabels } from '@rooms-pro/core';
import type { BookPerson, PeopleChange, PeopleEntryPoint } from '@rooms-pro/core/contracts';

/** What to call a person among others. */
export type Call = (person: PersonRef) => string;

/** Names as the eye reads them. */
const folded = (name: string) =>
  name.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();

const shortLength = 8;

/** Calls people by their names; two of the same name by the beginning of their object ids too. */
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

/** Who did what to whom, as a sentence without its time. */
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

/** The ways in, as they stand behind “via”; of the platform's own doing nothing is said. */
export const peopleWayInLabels: Readonly<Record<Exclude<PeopleEntryPoint, 'platform'>, string>> = {
  tab: 'tab',
  chat: 'chat',
  operate: 'command line',
};

/** What became of a person since somebody looked at them, and by whom, as far as that is known. */
export function formatInTheMeantime(
  seen: BookPerson | null,
  now: BookPerson | null,
  changes: readonly PeopleChange[],
  call: Call,
): string {
  const person = now ?? seen;
  if (person === null) return '';
  const change = changes.find((one) => one.person.id === person.id);
  const who = change ? call(change.by) : 'Somebody';
  const whom = call(person);
  if (now === null) {
    return `${who} took ${whom} out meanwhile; they are no longer in the list. Nothing was changed.`;
  }
  const then = 'Nothing was changed; look at how it is now, then decide.';
  if (seen === null) return `${who} let ${whom} in meanwhile: ${formatGranted(now)}. ${then}`;
  const granted = formatGranted(now);
  if (granted !== formatGranted(seen)) return `${who} made ${whom} ${granted} meanwhile. ${then}`;
  return `${who} renamed ${whom} meanwhile, before ${seen.name}. ${then}`;
}
