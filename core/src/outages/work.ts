/**
 * People's work on an outage: its assignee, their responses, and the record of both. An outage is one
 * incident for all its rooms, so it has one assignee and one response. Pure functions.
 */
import type { Rejection } from '../rejection.ts';
import type { Room } from '../room.ts';
import { actions, type Command, type PersonAction } from '../tickets/actions/actions.ts';
import { roleRejection } from '../tickets/actions/whyNot.ts';
import { nextAssigned } from '../tickets/actions/work/assignee.ts';
import type { EntryPoint, Instant, Person } from '../words.ts';
import type { Outage, OutageEntry, OutageWork } from './outage.ts';

/** The actions on an outage. Suppression and remediation apply to a single room. */
export const outageActions = ['respond', 'assign', 'unassign'] as const satisfies PersonAction[];
export type OutageAction = (typeof outageActions)[number];

/** A person's command on an outage: the command on a ticket, without a signal. */
export type OutageCommand = Command extends infer One
  ? One extends { readonly action: OutageAction; readonly signal: unknown }
    ? Omit<One, 'signal'>
    : never
  : never;

/** Far more entries than one outage usually gets; the limit keeps the document small. */
export const mostOutageEntries = 200;

/** The work on an outage before any person works on it. */
export const noOutageWork: OutageWork = {
  assignee: null,
  assignedAt: null,
  response: null,
  entries: [],
};

/** People's work on an outage so far; documents of earlier versions contain no work. */
export function workOnOutage({ work = noOutageWork }: Pick<Outage, 'work'>): OutageWork {
  return work;
}

/** Who acts on an outage, when, and through which entry point. */
export type OutageActor = {
  readonly person: Person;
  readonly via: EntryPoint;
  readonly now: Instant;
};

/** The actions that this person can do on the outage: those that `decideOutage` accepts now. */
export function allowedOutageActions(
  outage: Pick<Outage, 'endedAt' | 'work'>,
  rooms: readonly Pick<Room, 'groups'>[],
  person: Person,
): OutageAction[] {
  if (outage.endedAt !== null || rooms.length === 0) return [];
  const { assignee } = workOnOutage(outage);
  return outageActions.filter((action) => {
    if (action === 'unassign' && assignee === null) return false;
    if (action === 'assign' && assignee?.id === person.id) return false;
    return outageRoleRejection(person, action, rooms) === null;
  });
}

/** Why the role of a person does not permit this: it permits it in none of the rooms; `null`: it does. */
export function outageRoleRejection(
  person: Person,
  action: OutageAction,
  rooms: readonly Pick<Room, 'groups'>[],
): Rejection | null {
  const rejections = rooms.map((room) => roleRejection(person, action, room));
  return rejections.includes(null) ? null : (rejections[0] ?? null);
}

/** The outage after a person's command, or why the command is rejected. `rooms`: its present rooms. */
export function decideOutage(
  outage: Outage,
  command: OutageCommand,
  rooms: readonly Pick<Room, 'groups'>[],
  { person, via, now }: OutageActor,
): Outage | Rejection {
  const { action } = command;
  if (outage.endedAt !== null || rooms.length === 0) {
    return {
      code: 'alreadyResolved',
      at: outage.endedAt ?? now,
      because: outage.endedAt === null ? 'All its rooms are back.' : 'The outage ended.',
    };
  }
  const unpermitted = outageRoleRejection(person, action, rooms);
  if (unpermitted) return unpermitted;
  const fault =
    command.action === 'respond'
      ? actions.respond.fault?.({ ...command, signal: 'connection' }, now)
      : null;
  if (fault) return fault;
  const work = workOnOutage(outage);
  const by = { id: person.id, name: person.name };
  const entry = { at: now, by, via };
  if (command.action === 'respond') {
    const notes = command.notes.trim();
    const last = work.response;
    if (last && last.by.id === by.id && last.notes === notes) {
      return { code: 'alreadyResponded', by: last.by, at: last.at };
    }
    return worked(
      outage,
      { response: { by, at: now, notes } },
      { ...entry, type: 'responded', notes },
    );
  }
  const next = nextAssigned(command, { number: outage.id, ...work }, now);
  if ('code' in next) return next;
  const { assignee: after } = next;
  if (after !== null) {
    const { assignee: before } = work;
    return worked(outage, next, { ...entry, type: 'assigned', before, after });
  }
  return worked(outage, next, { ...entry, type: 'unassigned', before: work.assignee ?? by });
}

function worked(outage: Outage, change: Partial<OutageWork>, entry: OutageEntry): Outage {
  const work = workOnOutage(outage);
  const entries = [...work.entries, entry].slice(-mostOutageEntries);
  return { ...outage, work: { ...work, ...change, entries } };
}
