/** The person to whom a ticket or an outage is assigned. */
import type { Person } from '@rooms-pro/core';
import type { ActionPayload } from '@rooms-pro/core/contracts';

/** What the person reads when the new assignee does not exist. */
export const unknownAssignee = 'There is no such person to assign it to. Nothing was changed.';

/** The new assignee: the actor, unless the action names another person; `null`: that person does not exist. */
export function findAssignee(
  action: ActionPayload,
  actor: Person,
  people: readonly Person[],
): Person | null {
  if (action.action !== 'assign' || action.to === undefined || action.to === actor.id) return actor;
  return people.find(({ id }) => id === action.to) ?? null;
}
