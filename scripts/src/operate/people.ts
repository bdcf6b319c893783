/** Manages people without the tab: for the first people of a deployment, and when no person can sign in. */
import { roles } from '@rooms-pro/core';
import { peopleBody, readObjectId } from '@rooms-pro/core/contracts';
import { openPeopleDirectory } from '@rooms-pro/store';
import type { OperateCommand, Operation } from './operation.ts';

/** The commands by name. */
export const peopleCommands: Readonly<Record<string, OperateCommand>> = {
  people: {
    usage: 'people',
    about: 'all people with roles, and people who wait for a role',
    run: showPeople,
  },
  person: {
    usage: 'person <oid> <role|out> [groups]',
    about: 'adds or removes a person; groups with commas',
    run: setPerson,
  },
};

async function showPeople({ store }: Operation): Promise<string[]> {
  const directory = openPeopleDirectory(store);
  await directory.load();
  const people = directory.settings().value.people.map(({ id, name, role, groups }) => {
    return `${id}  ${role.padEnd(10)} ${name}${groups.length > 0 ? `: ${groups.join(', ')}` : ''}`;
  });
  const waiting = (await directory.waiting()).map(({ id, name, at }) => {
    return `${id}  ${'waits'.padEnd(10)} ${name}, since ${at}`;
  });
  const lines = [...people, ...waiting];
  return lines.length > 0 ? lines : ['There is no person yet.'];
}

async function setPerson(operation: Operation): Promise<string[]> {
  const { store, words, operator, now } = operation;
  const [said = '', wish = '', ...rest] = words;
  const id = readObjectId(said);
  const role = roles.find((one) => one === wish);
  if (id === null || (role === undefined && wish !== 'out')) {
    return [
      `There is no such person or role: person <object id> <${roles.join('|')}|out> [groups]`,
    ];
  }
  const groups = rest
    .join(' ')
    .split(',')
    .map((group) => group.trim())
    .filter(Boolean);
  const directory = openPeopleDirectory(store);
  await directory.load();
  const { value, etag } = directory.settings();
  const others = value.people.filter((person) => person.id !== id);
  // The name of an unknown person is set at the first sign-in.
  const known =
    directory.find(id) ?? (await directory.waiting()).find((person) => person.id === id);
  const name = known?.name ?? id;
  const asked = role && { id, name, role, groups: [...new Set(groups)] };
  const read = peopleBody.safeParse({ etag, people: asked ? [...others, asked] : others });
  if (!read.success) return [`There is no way to write that: ${read.error.issues[0]?.message}`];
  const by = { id: `operator-${operator}`, name: operator };
  const { people } = read.data;
  const done = await directory.put({ people, by, via: 'operate', now: now(), etag });
  if (done === 'conflict')
    return ['There is no change: another person changed the people in the meantime. Try again.'];
  return [`${name}: ${role ?? 'out'}. It takes effect in all processes within seconds.`];
}
