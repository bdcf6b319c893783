/**
 * What whoever runs a deployment may do to its store without a tab: keys, codes, rooms and people.
 * Each answers the lines to print; a sentence that begins with «There is no» changed nothing.
 */
import { defaultRules, type Instant, type Person, roles } from '@rooms-pro/core';
import { peopleBody, readObjectId } from '@rooms-pro/core/contracts';
import {
  changeRoom,
  issueEnrolmentCode,
  issueKey,
  listKeys,
  openPeopleBook,
  revokeKey,
  type Store,
} from '@rooms-pro/store';

export type Operation = {
  readonly store: Store;
  /** Who does it, for history. */
  readonly operator: string;
  readonly now: () => Instant;
  /** Words after the command. */
  readonly words: readonly string[];
};

/** A command: how it is called, what it does, and the doing. */
export type OperateCommand = {
  readonly usage: string;
  readonly about: string;
  readonly run: (operation: Operation) => Promise<readonly string[]>;
};

/** Every command by its name. */
export const operateCommands: Readonly<Record<string, OperateCommand>> = {
  rooms: { usage: 'rooms', about: 'all rooms with number, name and state', run: showRooms },
  enrol: { usage: 'enrol <number|all>', about: 'ends the onboarding of a room', run: enrol },
  code: { usage: 'code [device]', about: 'a one-time code for a new device', run: makeCode },
  key: { usage: 'key <name>', about: 'a key for a gateway, shown this once', run: makeGatewayKey },
  keys: { usage: 'keys', about: 'all keys by their ids, never the keys', run: showKeys },
  people: {
    usage: 'people',
    about: 'who may do what, and who waits to be let in',
    run: showPeople,
  },
  person: {
    usage: 'person <oid> <role|out> [groups]',
    about: 'lets a person in or takes them out; groups with commas',
    run: setPerson,
  },
  revoke: { usage: 'revoke <id>', about: 'takes a key out of use, for ever', run: revoke },
};

async function showRooms({ store }: Operation): Promise<string[]> {
  const lines: string[] = [];
  for await (const { value } of store.rooms())
    lines.push(`${value.number}  ${value.enrolment.padEnd(12)} ${value.name}`);
  return lines.length > 0 ? lines.toSorted() : ['There is no room yet.'];
}

async function enrol({ store, operator, now, words }: Operation): Promise<string[]> {
  const [which] = words;
  const lines: string[] = [];
  for await (const { value } of store.rooms()) {
    const isMeant =
      which === 'all' ? value.enrolment === 'onboarding' : which === `${value.number}`;
    if (!isMeant) continue;
    const { advanced } = await changeRoom(store, defaultRules, {
      roomId: value.id,
      input: { kind: 'command', actor: personOf(operator), command: { action: 'enrol' } },
      via: 'platform',
      correlationId: `operate-${now()}`,
      now: now(),
    });
    lines.push(
      `${value.number} ${value.name}: ${advanced.ok ? 'enrolled' : advanced.rejection.code}`,
    );
  }
  return lines.length > 0 ? lines : ['There is no such room to enrol.'];
}

async function makeCode({ store, operator, now, words }: Operation): Promise<string[]> {
  const { id, name } = personOf(operator);
  const device = words[0] ?? null;
  const issued = await issueEnrolmentCode(store, { device, by: { id, name }, now: now() });
  return [`${issued.code}  (good once, until ${issued.expiresAt})`];
}

async function makeGatewayKey({ store, now, words }: Operation): Promise<string[]> {
  const [name] = words;
  if (name === undefined) return ['There is no gateway without a name: key <name>'];
  const { key, id } = await issueKey(store, { kind: 'gateway', name }, now());
  return [`${key}  (shown this once; its id is ${id})`];
}

async function showKeys({ store }: Operation): Promise<string[]> {
  const lines = (await listKeys(store)).map(({ id, speaker, issuedAt, revokedAt }) => {
    const whose =
      speaker.kind === 'device' ? `device ${speaker.device}` : `gateway ${speaker.name}`;
    return `${id}  ${whose}, issued ${issuedAt}${revokedAt === null ? '' : `, revoked ${revokedAt}`}`;
  });
  return lines.length > 0 ? lines : ['There is no key yet.'];
}

async function revoke({ store, now, words }: Operation): Promise<string[]> {
  const [id = ''] = words;
  const isRevoked = await revokeKey(store, id, now());
  return [
    isRevoked ? 'Revoked; every process refuses it within half a minute.' : 'There is no such key.',
  ];
}

async function showPeople({ store }: Operation): Promise<string[]> {
  const book = openPeopleBook(store);
  await book.load();
  const people = book.settings().value.people.map(({ id, name, role, groups }) => {
    return `${id}  ${role.padEnd(10)} ${name}${groups.length > 0 ? `: ${groups.join(', ')}` : ''}`;
  });
  const waiting = (await book.waiting()).map(({ id, name, at }) => {
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
  const book = openPeopleBook(store);
  await book.load();
  const { value, etag } = book.settings();
  const others = value.people.filter((person) => person.id !== id);
  // Whoever was never here gets their name when they come.
  const known = book.find(id) ?? (await book.waiting()).find((person) => person.id === id);
  const name = known?.name ?? id;
  const asked = role && { id, name, role, groups: [...new Set(groups)] };
  const read = peopleBody.safeParse({ etag, people: asked ? [...others, asked] : others });
  if (!read.success) return [`There is no way to write that: ${read.error.issues[0]?.message}`];
  const by = { id: `operator-${operator}`, name: operator };
  const done = await book.put({ people: read.data.people, by, now: now(), etag });
  if (done === 'conflict')
    return ['There is no change: somebody else changed the people. Try again.'];
  return [`${name}: ${role ?? 'out'}. It holds everywhere within seconds.`];
}

function personOf(operator: string): Person {
  return {
    kind: 'person',
    id: `operator-${operator}`,
    name: operator,
    role: 'manager',
    groups: [],
  };
}
