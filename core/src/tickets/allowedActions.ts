/** What a person may be offered on a signal: what the lifecycle would take and the policy allows. */
import type { Room } from '../room.ts';
import { ruleFor } from '../signals/rules/defaultRules.ts';
import { rulesFor } from '../signals/rules/overrides.ts';
import type { Rules } from '../signals/rules/rule.ts';
import type { Person, SignalId } from '../words.ts';
import { transitionRejection } from './decide.ts';
import { type PersonAction, personActions } from './lifecycle.ts';
import { mayDo } from './policy.ts';
import { findRecord } from './ticketState.ts';

/** The actions this person could take on this signal now, in the order buttons stand. */
export function allowedActions(
  room: Room,
  signal: SignalId,
  person: Person,
  given: Rules,
): PersonAction[] {
  const rules = rulesFor(given, room);
  // The time plays no part in whether the table refuses, so any instant serves.
  const place = { room, signal, rules, now: room.enrolmentSince };
  const { resolvedBy } = ruleFor(rules, signal);
  const assignee = findRecord(room, signal).ticket?.assignee;
  return personActions.filter(
    (action) =>
      mayDo(person, action, room) &&
      transitionRejection(action, place) === null &&
      !(action === 'resolve' && resolvedBy !== 'person') &&
      !(action === 'assign' && assignee?.id === person.id),
  );
}

type RoomAction = 'suppress' | 'changeSuppression' | 'unsuppress' | 'enrol';

/** The actions this person could take on the room as a whole. */
export function allowedRoomActions(room: Room, person: Person): RoomAction[] {
  const actions: RoomAction[] = room.suppression
    ? ['changeSuppression', 'unsuppress']
    : ['suppress'];
  if (room.enrolment === 'onboarding') actions.push('enrol');
  return actions.filter((action) => mayDo(person, action, room));
}
