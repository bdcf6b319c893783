/** The table of roles: which person may do which action. Every entry point checks it before a decision. */
import type { Attached, Room } from '../room.ts';
import type { Actor, Person, Role } from '../words.ts';
import { lifecycle, type PersonAction } from './lifecycle.ts';

const rank: Readonly<Record<Role, number>> = { viewer: 0, technician: 1, lead: 2, manager: 3 };

/** The name of each role on screens. */
export const roleLabels: Readonly<Record<Role, string>> = {
  viewer: 'Viewer',
  technician: 'Technician',
  lead: 'Lead',
  manager: 'Manager',
};

/** Actions on a whole room that are not part of a ticket's lifecycle. */
const roomActionNeeds = {
  report: 'technician',
  enrol: 'lead',
  retire: 'manager',
  removeDevice: 'manager',
  changeProfile: 'manager',
} as const satisfies Record<string, Role>;
export type GuardedAction = PersonAction | 'removeAttachment' | keyof typeof roomActionNeeds;

/** The least role that a person needs for an action. */
export function roleNeededFor(action: GuardedAction): Role {
  if (action in roomActionNeeds) return roomActionNeeds[action as keyof typeof roomActionNeeds];
  return lifecycle[action as PersonAction].needsRole ?? 'manager';
}

/** Whether a person may see a room and everything in it. */
export function maySee(person: Person, room: Pick<Room, 'groups'>): boolean {
  return person.role === 'manager' || room.groups.some((group) => person.groups.includes(group));
}

/** Whether an actor may do this action in this room. Only the lifecycle limits the platform. */
export function mayDo(actor: Actor, action: GuardedAction, room: Pick<Room, 'groups'>): boolean {
  if (actor.kind === 'platform') return true;
  return maySee(actor, room) && rank[actor.role] >= rank[roleNeededFor(action)];
}

/** Whether an actor may remove an attachment from its ticket: the person who attached it, or a lead. */
export function mayRemove(
  actor: Actor,
  attached: Pick<Attached, 'by'>,
  room: Pick<Room, 'groups'>,
): boolean {
  if (!mayDo(actor, 'removeAttachment', room)) return false;
  if (actor.kind === 'platform') return true;
  return attached.by?.id === actor.id || rank[actor.role] >= rank.lead;
}
