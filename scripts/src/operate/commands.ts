/**
 * The commands with which an operator changes the store without the tab: keys, codes, enrolment of rooms,
 * people, subscriptions, dead letters and quarantined documents.
 * Each command returns the lines to print; a sentence that begins with «There is no» means that nothing changed.
 */
import { defaultRules, type Person } from '@rooms-pro/core';
import {
  changeRoom,
  issueEnrolmentCode,
  issueKey,
  type KeyActor,
  listDeadLetters,
  listKeys,
  openRuleRepository,
  removeDeadLetter,
  revokeKey,
  type Store,
  scanDocuments,
} from '@rooms-pro/store';
import type { OperateCommand, Operation } from './operation.ts';
import { peopleCommands } from './people.ts';
import { subscriptionCommands } from './subscriptions.ts';

/** All commands by name. */
export const operateCommands: Readonly<Record<string, OperateCommand>> = {
  rooms: { usage: 'rooms', about: 'all rooms with number, name and state', run: showRooms },
  enrol: { usage: 'enrol <number|all>', about: 'ends the onboarding of a room', run: enrol },
  code: { usage: 'code [device]', about: 'a one-time code for a new device', run: makeCode },
  key: { usage: 'key <name>', about: 'a key for a gateway, shown this once', run: makeGatewayKey },
  keys: { usage: 'keys', about: 'all keys by their ids, never the keys', run: showKeys },
  ...peopleCommands,
  ...subscriptionCommands,
  revoke: { usage: 'revoke <id>', about: 'revokes a key permanently', run: revoke },
  'set-aside': {
    usage: 'set-aside [id]',
    about: 'dead letters: telemetry of the hub that failed',
    run: showAside,
  },
  quarantine: {
    usage: 'quarantine',
    about: 'rooms and documents that cannot be read',
    run: showQuarantine,
  },
  forget: { usage: 'forget <id|all>', about: 'removes dead letters', run: forget },
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
  const { rules } = await openRules(store);
  for await (const { value } of store.rooms()) {
    const isMeant =
      which === 'all' ? value.enrolment === 'onboarding' : which === `${value.number}`;
    if (!isMeant) continue;
    const { advanced } = await changeRoom(store, rules(), {
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

/** Loads the rules with the changes of managers; they determine which incidents open after enrolment. */
async function openRules(store: Store) {
  const onFault = (reason: string): never => {
    throw new Error(`The rules in the store cannot be used: ${reason}`);
  };
  const repository = openRuleRepository(store, { base: defaultRules, pace: 1, onFault });
  await repository.load();
  return repository;
}

async function makeCode({ store, operator, now, words }: Operation): Promise<string[]> {
  const { id, name } = personOf(operator);
  const device = words[0] ?? null;
  const issued = await issueEnrolmentCode(store, { device, by: { id, name }, now: now() });
  return [`${issued.code}  (good once, until ${issued.expiresAt})`];
}

async function makeGatewayKey({ store, operator, now, words }: Operation): Promise<string[]> {
  const [name] = words;
  if (name === undefined) return ['There is no gateway without a name: key <name>'];
  const { key, id } = await issueKey(store, { kind: 'gateway', name }, now(), {
    issuedBy: actorOf(operator),
  });
  return [`${key}  (shown this once; its id is ${id})`];
}

async function showKeys({ store }: Operation): Promise<string[]> {
  const lines = (await listKeys(store)).map((key) => {
    const { id, speaker, issuedAt, revokedAt } = key;
    const whose =
      speaker.kind === 'device' ? `device ${speaker.device}` : `gateway ${speaker.name}`;
    const revoked = revokedAt === null ? '' : `, revoked ${revokedAt}${sayActor(key.revokedBy)}`;
    return plain(`${id}  ${whose}, issued ${issuedAt}${sayActor(key.issuedBy)}${revoked}`);
  });
  return lines.length > 0 ? lines : ['There is no key yet.'];
}

async function revoke({ store, operator, now, words }: Operation): Promise<string[]> {
  const [id = ''] = words;
  const isRevoked = await revokeKey(store, id, now(), actorOf(operator));
  return [
    isRevoked ? 'Revoked; every process refuses it within half a minute.' : 'There is no such key.',
  ];
}

function sayActor(by: KeyActor | null): string {
  return by === null ? '' : ` by ${by.name} (${by.via})`;
}

async function showAside({ store, words }: Operation): Promise<string[]> {
  const all = await listDeadLetters(store);
  const [id] = words;
  if (id === undefined) {
    const lines = all.map(
      ({ id, device, times, lastAt, reason, pointer }) =>
        `${id}  ${times} times, last ${lastAt}, ${sayDevice(device)}: ${plain(reason)} ${plain(pointer)}`,
    );
    return lines.length > 0 ? lines : ['There is nothing set aside.'];
  }
  const one = all.find((other) => other.id === id);
  if (one === undefined) return ['There is nothing set aside under this id.'];
  const end = one.isCut ? ['… (cut here)'] : [];
  return [`${plain(one.reason)} ${plain(one.pointer)}`, plain(one.text), ...end];
}

/** Reads all rooms and all small documents; events are read only when a person opens a history. */
async function showQuarantine({ store }: Operation): Promise<string[]> {
  for await (const _ of store.rooms());
  await scanDocuments(store);
  const lines = store.quarantine
    .list()
    .map(({ kind, id, where, reason }) => plain(`${kind} ${id}: ${where || 'it'} ${reason}`));
  return lines.length > 0 ? lines : ['There is no document that cannot be read.'];
}

async function forget({ store, words }: Operation): Promise<string[]> {
  const [which] = words;
  let forgotten = 0;
  for (const { id } of await listDeadLetters(store))
    if ((which === 'all' || which === id) && (await removeDeadLetter(store, id))) forgotten += 1;
  return [forgotten > 0 ? `Forgotten: ${forgotten}.` : 'There is nothing set aside under this id.'];
}

function sayDevice(device: string): string {
  return device === '' ? 'no device' : `device ${plain(device)}`;
}

/** Replaces control characters, because a terminal would interpret them in hostile text. */
function plain(text: string): string {
  return text.replace(/\p{C}/gu, '·');
}

/** The operator is the user of this machine, because the Azure CLI does not reveal its account. */
function actorOf(operator: string): KeyActor {
  const { id, name } = personOf(operator);
  return { id, name, via: 'operate' };
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
