/** Executes a person's command from any entry point: finds its target, changes the room, formats the result. */
import {
  findTicketSignal,
  type Instant,
  maySee,
  type Person,
  parseSignalId,
  type Room,
  type RoomId,
  type Rules,
  roleRejection,
  type SignalId,
  toCommand,
} from '@rooms-pro/core';
import type { CommandTarget } from '@rooms-pro/core/contracts';
import { changeRoom, type Store } from '@rooms-pro/store';
import type { Fleet } from '../fleet/fleet.ts';
import { findAssignee, unknownAssignee } from './assignee.ts';
import type { CommandResult, ExecuteCommand } from './commandRequest.ts';
import { actOnOutage, type OutageDeps } from './executeOutageCommand.ts';
import { formatResult } from './formatResult.ts';

export type { ActRequest, CommandResult, ExecuteCommand } from './commandRequest.ts';

/** A target that was found. `signal` is `null` when it names an unknown signal. */
type ResolvedTarget = { readonly room: Room; readonly signal: SignalId | 'room' | null };

/** Creates the single entry point for people's commands. Late and illegal commands change nothing and return a friendly sentence. */
export function createExecuteCommand(deps: {
  readonly store: Store;
  readonly fleet: Fleet;
  /** Returns the rules that are in force now. */
  readonly rules: () => Rules;
  readonly now: () => Instant;
  /** The people to whom a ticket may be assigned, besides the actor. Default: no other person. */
  readonly assignable?: () => readonly Person[];
  /** The outages; absent when commands on outages are not supported. */
  readonly outages?: Pick<OutageDeps, 'repository' | 'tellOthers'>;
}): ExecuteCommand {
  const { store, fleet, now, assignable = () => [] } = deps;
  return async ({ actor, via, target, action, correlationId, about }) => {
    if ('outage' in target) {
      const { outages } = deps;
      if (!outages) return unknownTarget(target, actor);
      const at = { ...outages, fleet, now, assignable };
      return actOnOutage({ actor, via, action }, target.outage, at);
    }
    const resolved = resolveInFleet(target, fleet) ?? (await resolveInStore(target, store));
    if (resolved === null || !maySee(actor, resolved.room)) return unknownTarget(target, actor);
    const assignee = findAssignee(action, actor, assignable());
    const isAssignable =
      assignee === actor ||
      (assignee !== null && roleRejection(assignee, 'assign', resolved.room) === null);
    if (!isAssignable) return notAssignable(resolved, assignee);
    const people = { actor, assignee, now: now() };
    const command = resolved.signal && toCommand(action, resolved.signal, people);
    if (command === null) return nothingToActOn(resolved);
    const rules = deps.rules();
    const { advanced, stored } = await changeRoom(store, rules, {
      roomId: resolved.room.id,
      input: { kind: 'command', actor, command, about: about ?? null },
      via,
      correlationId,
      now: now(),
    });
    const room = stored?.value ?? resolved.room;
    const signal = resolved.signal === 'room' ? null : resolved.signal;
    const sent = { actor, action, command, before: resolved.room, room, signal, rules };
    return { ...formatResult(advanced, { ...sent, now: now() }), room, signal };
  };
}

type RoomTarget = Exclude<CommandTarget, { readonly outage: unknown }>;

function resolveInFleet(target: RoomTarget, fleet: Fleet): ResolvedTarget | null {
  if ('ticket' in target) return fleet.findTicket(target.ticket);
  const room = fleet.room(target.room as RoomId);
  if (room === null) return null;
  if (!('signal' in target)) return { room, signal: 'room' };
  return { room, signal: parseSignalId(target.signal) };
}

/** Looks in the store: another process may have committed a room that the fleet has not received yet. */
async function resolveInStore(target: RoomTarget, store: Store): Promise<ResolvedTarget | null> {
  const id = 'ticket' in target ? `room-${Number(target.ticket.split('-')[0])}` : target.room;
  const room = (await store.room(id as RoomId))?.value;
  if (!room) return null;
  if (!('ticket' in target)) {
    return { room, signal: 'signal' in target ? parseSignalId(target.signal) : 'room' };
  }
  const signal = findTicketSignal(room, target.ticket);
  return signal && { room, signal };
}

function unknownTarget(target: CommandTarget, { role }: Person): CommandResult {
  const what =
    'ticket' in target
      ? `ticket ${target.ticket}`
      : 'outage' in target
        ? target.outage
        : 'such room';
  return {
    ok: false,
    // A Manager sees everything, so there is no access to ask for.
    sentence:
      role === 'manager'
        ? `There is no ${what}. Check the number.`
        : `There is no ${what} that you can see. Check the number, or ask a Manager for access.`,
    code: 'unknownTarget',
    room: null,
    signal: null,
  };
}

/** The room exists, but it does not have the target of this action. */
function nothingToActOn({ room, signal }: ResolvedTarget): CommandResult {
  const sentence =
    signal === 'room'
      ? `That is done on a ticket of ${room.name}, not on the room as a whole. Nothing was changed.`
      : `${room.name} has no such signal. Nothing was changed.`;
  return { ok: false, sentence, code: 'unknownTarget', room, signal: null };
}

function notAssignable({ room, signal }: ResolvedTarget, assignee: Person | null): CommandResult {
  const sentence = assignee
    ? `${assignee.name} cannot take on tickets of ${room.name}: that needs the role Technician for a group of the room. Nothing was changed.`
    : unknownAssignee;
  return {
    ok: false,
    sentence,
    code: 'unknownTarget',
    room,
    signal: signal === 'room' ? null : signal,
  };
}
