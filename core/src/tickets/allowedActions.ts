/** The actions to offer to a person: those that both the lifecycle and the policy allow. */
import type { Room } from '../room.ts';
import { ruleFor } from '../signals/rules/defaultRules.ts';
import { rulesFor } from '../signals/rules/overrides.ts';
import type { Rules } from '../signals/rules/rule.ts';
import type { Person, SignalId } from '../words.ts';
import { transitionRejection } from './decide.ts';
import { type PersonAction, personActions } from './lifecycle.ts';
import { mayDo } from './policy.ts';
import { findRecord } from './ticketState.ts';

/** The actions that this person can take on this signal now, in the order of the buttons. */
export function allowedActions(
  room: Room,
  signal: SignalId,
  person: Person,
  given: Rules,
): PersonAction[] {
  const rules = rulesFor(given, room);
  // The table does not depend on the time, so any instant is correct here.
  const context = { room, signal, rules, now: room.enrolmentSince };
  const { resolvedBy } = ruleFor(rules, signal);
  const assignee = findRecord(room, signal).ticket?.assignee;
  return personActions.filter(
    (action) =>
      mayDo(person, action, room) &&
      transitionRejection(action, context) === null &&
      !(action === 'resolve' && resolvedBy !== 'person') &&
      !(action === 'assign' && assignee?.id === person.id),
  );
}

type RoomAction = 'suppress' | 'changeSuppression' | 'unsuppress' | 'enrol';

/** The actions that this person can take on the whole room. */
export function allowedRoomActions(room: Room, person: Person): RoomAction[] {
  const actions: RoomAction[] = room.suppression
    ? ['changeSuppression', 'unsuppress']
    : ['suppress'];
  if (room.enrolment === 'onboarding') actions.push('enrol');
  return actions.filter((action) => mayDo(person, action, room));
}
