/** Roles: what a person with a role may see and do. Every entry point checks it before a decision. */
import type { Attached, Room } from '../room.ts';
import type { Actor, Person, Role } from '../words.ts';

const rank: Readonly<Record<Role, number>> = { viewer: 0, technician: 1, lead: 2, manager: 3 };

/** The name of each role on screens. */
export const roleLabels: Readonly<Record<Role, string>> = {
  viewer: 'Viewer',
  technician: 'Technician',
  lead: 'Lead',
  manager: 'Manager',
};

/** Whether a person may see a room and everything in it. */
export function maySee(person: Person, room: Pick<Room, 'groups'>): boolean {
  return person.role === 'manager' || room.groups.some((group) => person.groups.includes(group));
}

/** Whether an actor has at least this role in this room. Roles do not limit the platform. */
export function hasRole(actor: Actor, needs: Role, room: Pick<Room, 'groups'>): boolean {
  if (actor.kind === 'platform') return true;
  return maySee(actor, room) && rank[actor.role] >= rank[needs];
}

/** Whether an actor may remove an attachment from its ticket: the person who attached it, or a lead. */
export function mayRemove(
  actor: Actor,
  attached: Pick<Attached, 'by'>,
  room: Pick<Room, 'groups'>,
): boolean {
  const isOwn = actor.kind === 'person' && attached.by?.id === actor.id;
  return hasRole(actor, isOwn ? 'technician' : 'lead', room);
}
