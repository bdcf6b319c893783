/** Applies a person's command to a room: checks the permission and the preconditions, then makes the change. */
import type { IncidentSeen, Input } from '../../command.ts';
import type { Rejection } from '../../rejection.ts';
import type { Room } from '../../room.ts';
import type { Rules } from '../../signals/rules/rule.ts';
import type { Actor, Instant, PersonRef } from '../../words.ts';
import type { Command } from '../actions/actions.ts';
import { findRow } from '../actions/row.ts';
import { roleRejection, stateRejection } from '../actions/whyNot.ts';
import type { Draft } from '../draft.ts';
import { settle } from '../settle.ts';
import { findRecord } from '../ticketState.ts';

/** The room after a command, not yet settled; or why the command is rejected. */
export function applyCommand(
  room: Room,
  { actor, command, about }: Extract<Input, { kind: 'command' }>,
  rules: Rules,
  now: Instant,
): Draft | Rejection {
  const { action } = command;
  const early = roleRejection(actor, action, room) ?? findRow(action).fault?.(command, now) ?? null;
  if (early) return early;
  // Steps that are due come first, so that a late click applies to the present state of the room.
  const draft = settle({ room, changes: [] }, rules, now);
  return (
    supersededRejection(draft.room, command, about ?? null) ??
    decideCommand(draft, command, actor, rules, now)
  );
}

/** Carries out a command that the role permits, if the state of the room permits it. */
export function decideCommand(
  draft: Draft,
  command: Command,
  actor: Actor,
  rules: Rules,
  now: Instant,
): Draft | Rejection {
  const target = 'signal' in command ? command.signal : 'room';
  const context = { room: draft.room, target, actor, rules };
  const rejection = stateRejection(command.action, context, command);
  if (rejection) return rejection;
  const row = findRow(command.action);
  const decision = { ...context, draft, by: toPersonRef(actor), now };
  if (row.on !== 'ticket') return row.decide(command, decision);
  if (target === 'room') return { code: 'signalUnknown' };
  const record = findRecord(draft.room, target);
  const { ticket } = record;
  if (ticket === null) return { code: 'noIncident' };
  return row.decide(command, { ...decision, signal: target, record, ticket });
}

/** Rejects a click on the card of an earlier failure of the ticket. */
function supersededRejection(
  room: Room,
  command: Command,
  about: IncidentSeen | null,
): Rejection | null {
  if (about === null || !('signal' in command) || command.signal === 'room') return null;
  const { ticket } = findRecord(room, command.signal);
  const isSame = ticket?.episode === about.episode && ticket.activation === about.activation;
  return ticket === null || isSame ? null : { code: 'superseded', ticket: ticket.number };
}

const platformRef: PersonRef = { id: 'platform', name: 'Rooms Pro Management' };

function toPersonRef(actor: Actor): PersonRef {
  return actor.kind === 'platform' ? platformRef : { id: actor.id, name: actor.name };
}
