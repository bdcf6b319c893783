/**
 * The one question about every action: why is it not possible? Buttons, lists and commands ask it, so no
 * screen offers an action that the decision rejects.
 */
import type { Rejection } from '../../rejection.ts';
import type { Room } from '../../room.ts';
import { appliesIn } from '../../signals/catalogue.ts';
import { rulesFor } from '../../signals/rules/overrides.ts';
import type { Rules } from '../../signals/rules/rule.ts';
import type { Actor, Person, SignalId } from '../../words.ts';
import { lifecycleRejection, suppressionRejection } from '../lifecycle.ts';
import { hasRole, roleLabels } from '../policy.ts';
import type { ActionContext, Target } from './action.ts';
import {
  type ActionName,
  type Command,
  type PersonAction,
  personActions,
  type RoomActionName,
  roomActionNames,
  type SignalAction,
} from './actions.ts';
import { findRow } from './row.ts';

/** Why this actor cannot do this on a signal or (`room`) on the whole room now; `null`: they can. */
export function whyNot(
  actor: Actor,
  action: ActionName,
  room: Room,
  target: Target,
  given: Rules,
): Rejection | null {
  const context = { room, target, actor, rules: rulesFor(given, room) };
  return roleRejection(actor, action, room) ?? stateRejection(action, context, null);
}

/** Why the role of an actor does not permit this action in this room; `null`: it does. */
export function roleRejection(
  actor: Actor,
  action: ActionName,
  room: Pick<Room, 'groups'>,
): Rejection | null {
  const { needsRole } = findRow(action);
  if (hasRole(actor, needsRole, room)) return null;
  return { code: 'notPermitted', action, needs: roleLabels[needsRole] };
}

/**
 * Why the present state does not permit this action, or this command where there is one already; `null`:
 * it does. The result does not depend on the time.
 */
export function stateRejection(
  action: ActionName,
  context: ActionContext,
  command: Command | null,
): Rejection | null {
  const row = findRow(action);
  const { room, target } = context;
  if (row.whenRetired === 'refused' && room.enrolment === 'retired') {
    return { code: 'alreadyRetired' };
  }
  const ofInput = (command && row.rejectInput?.(command, context)) ?? null;
  if (ofInput) return ofInput;
  if (row.on === 'room') return row.rule?.(context, command) ?? null;
  if (target === 'room') {
    if (row.on === 'ticket') return { code: 'signalUnknown' };
    return suppressionRejection(row, room.suppression);
  }
  if (!appliesIn(room.meetingMode, target)) return { code: 'signalUnknown' };
  return (
    (row.on === 'ticket' ? row.precondition?.(context) : null) ??
    lifecycleRejection(action as SignalAction, room, target) ??
    row.rule?.(context, command) ??
    null
  );
}

/** The actions that this person can take on this signal now, in the order of the buttons. */
export function allowedActions(
  room: Room,
  signal: SignalId,
  person: Person,
  given: Rules,
): PersonAction[] {
  const context = { room, target: signal, actor: person, rules: rulesFor(given, room) };
  return personActions.filter(
    (action) =>
      roleRejection(person, action, room) === null &&
      stateRejection(action, context, null) === null,
  );
}

/** The actions that this person can take on the whole room. A retired room must be enrolled again first. */
export function allowedRoomActions(room: Room, person: Person, rules: Rules): RoomActionName[] {
  return roomActionNames.filter(
    (action) =>
      (room.enrolment !== 'retired' || action === 'enrol') &&
      whyNot(person, action, room, 'room', rules) === null,
  );
}
