/**
 * The one door for change: a reading, a person's command or a tick of the clock comes in; the next
 * room and what happened come out, or a rejection and nothing else. Pure, and total over its input.
 */
import type { Change } from './change.ts';
import type { Command, Input, ReadingVerdict, Rejection } from './command.ts';
import { between, normalise } from './instant.ts';
import type { Room } from './room.ts';
import { applyTelemetry, disconnect } from './signals/apply.ts';
import { appliesIn } from './signals/catalogue.ts';
import type { Rules } from './signals/rule.ts';
import { decide, type Move } from './tickets/decide.ts';
import { mayDo, roleLabels, roleNeededFor } from './tickets/policy.ts';
import { type Journey, nextDue, settle, step } from './tickets/settle.ts';
import { openTicketOf, recordsOf } from './tickets/standing.ts';
import type { Actor, Instant, PersonRef } from './words.ts';

/**
 * What an input leads to. Without `changes` there is nothing to commit (the room may still carry
 * newer observation times in memory). `verdicts`: one per reading of telemetry, in its order.
 */
export type Advanced =
  | {
      readonly ok: true;
      readonly room: Room;
      readonly changes: readonly Change[];
      readonly verdicts: readonly ReadingVerdict[];
    }
  | { readonly ok: false; readonly rejection: Rejection };

/** Applies one input to a room (`null`: it does not exist yet) at the time `now`. */
export function advance(room: Room | null, input: Input, rules: Rules, now: Instant): Advanced {
  if (input.kind === 'register') return register(room, input, now);
  if (room === null) return reject({ code: 'roomUnknown' });
  switch (input.kind) {
    case 'telemetry': {
      if (room.enrolment === 'retired') {
        return { ok: true, room, changes: [], verdicts: input.readings.map(() => 'unchanged') };
      }
      const { verdicts, ...journey } = applyTelemetry(room, input, now);
      return finish(room, journey, verdicts, rules, now);
    }
    case 'silence':
      return finish(room, applySilence(room, input, rules, now), [], rules, now);
    case 'tick':
      return finish(room, { room, changes: [] }, [], rules, now);
    case 'command':
      return applyCommand(room, input.actor, input.command, rules, now);
  }
}

function reject(rejection: Rejection): Advanced {
  return { ok: false, rejection };
}

/** Lets time take effect, then numbers the revision and notes when time will change it next. */
function finish(
  before: Room,
  journey: Journey,
  verdicts: readonly ReadingVerdict[],
  rules: Rules,
  now: Instant,
): Advanced {
  const { room, changes } = settle(journey, rules, now);
  if (changes.length === 0) return { ok: true, room, changes, verdicts };
  const next = { ...room, revision: before.revision + 1, dueAt: nextDue(room, rules) };
  return { ok: true, room: next, changes, verdicts };
}

function register(
  room: Room | null,
  input: Extract<Input, { kind: 'register' }>,
  now: Instant,
): Advanced {
  if (room !== null) return reject({ code: 'roomExists' });
  const registered: Room = {
    ...input.profile,
    id: `room-${input.number}`,
    number: input.number,
    enrolment: 'onboarding',
    enrolmentSince: now,
    connection: { status: 'disconnected', reason: 'neverConnected', since: now },
    suppression: null,
    devices: [],
    signals: {},
    ticketCount: 0,
    revision: 1,
    dueAt: null,
  };
  const changes: Change[] = [{ type: 'room.registered', name: input.profile.name }];
  return { ok: true, room: registered, changes, verdicts: [] };
}

/** Silence counts once it has lasted for the rule's time, and only for a room in use. */
function applySilence(
  room: Room,
  input: Extract<Input, { kind: 'silence' }>,
  rules: Rules,
  now: Instant,
): Journey {
  const journey = { room, changes: [] };
  if (room.enrolment === 'retired') return journey;
  if (between(input.since, now) < rules.disconnectedAfterMs) return journey;
  return disconnect(journey, normalise(input.since), input.reason);
}

function applyCommand(
  room: Room,
  actor: Actor,
  command: Command,
  rules: Rules,
  now: Instant,
): Advanced {
  const { action } = command;
  if (!mayDo(actor, action, room)) {
    return reject({ code: 'notPermitted', action, needs: roleLabels[roleNeededFor(action)] });
  }
  const fault = faultOf(command, now);
  if (fault) return reject(fault);
  // What has fallen due happens first, so that a late click meets the room as it truly is.
  const settled = settle({ room, changes: [] }, rules, now);
  const acted = act(settled, actor, command, rules, now);
  return 'code' in acted ? reject(acted) : finish(room, acted, [], rules, now);
}

function faultOf(command: Command, now: Instant): Rejection | null {
  const text =
    command.action === 'respond'
      ? command.notes
      : command.action === 'message'
        ? command.text
        : null;
  if (text !== null && text.trim() === '') return { code: 'emptyText' };
  if (command.action === 'suppress' && command.until.kind === 'time' && command.until.at <= now) {
    return { code: 'endsInThePast', at: command.until.at };
  }
  return null;
}

function act(
  journey: Journey,
  actor: Actor,
  command: Command,
  rules: Rules,
  now: Instant,
): Journey | Rejection {
  const { room } = journey;
  if (command.action === 'enrol') return enrol(journey, now);
  if (command.action === 'retire') return retire(journey, rules, now);
  const { signal } = command;
  if (signal === 'room') return actOnRoom(journey, actor, command, now);
  if (!appliesIn(room.meetingMode, signal)) return { code: 'signalUnknown' };
  const decided = decide(moveOf(command, actor), { room, signal, rules, now });
  if (!decided.ok) return decided.rejection;
  return { room: decided.room, changes: [...journey.changes, ...decided.changes] };
}

const platformRef: PersonRef = { id: 'platform', name: 'Rooms Pro Management' };

function whoIs(actor: Actor): PersonRef {
  return actor.kind === 'platform' ? platformRef : { id: actor.id, name: actor.name };
}

type SignalCommand = Exclude<Command, { action: 'enrol' | 'retire' }>;

function moveOf(command: SignalCommand, actor: Actor): Move {
  switch (command.action) {
    case 'respond':
      return { action: 'respond', by: whoIs(actor), notes: command.notes };
    case 'suppress':
      return {
        action: 'suppress',
        by: whoIs(actor),
        until: command.until,
        reason: command.reason,
      };
    case 'unsuppress':
      return { action: 'unsuppress', because: 'lifted' };
    default:
      return command;
  }
}

function actOnRoom(
  journey: Journey,
  actor: Actor,
  command: SignalCommand,
  now: Instant,
): Journey | Rejection {
  const { room, changes } = journey;
  if (command.action === 'unsuppress') {
    if (room.suppression === null) return { code: 'notSuppressed' };
    return {
      room: { ...room, suppression: null },
      changes: [...changes, { type: 'room.unsuppressed', because: 'lifted' }],
    };
  }
  // No other action is typed to aim at a room.
  if (command.action !== 'suppress') return { code: 'signalUnknown' };
  if (room.suppression) {
    return { code: 'alreadySuppressed', by: room.suppression.by, at: room.suppression.at };
  }
  const { until, reason } = command;
  return {
    room: { ...room, suppression: { by: whoIs(actor), at: now, until, reason } },
    changes: [...changes, { type: 'room.suppressed', until, reason }],
  };
}

function enrol(journey: Journey, now: Instant): Journey | Rejection {
  const { room, changes } = journey;
  if (room.enrolment !== 'onboarding') return { code: 'alreadyEnrolled' };
  const { connection } = room;
  const isNew = connection.status === 'disconnected' && connection.reason === 'neverConnected';
  return {
    room: {
      ...room,
      enrolment: 'enrolled',
      enrolmentSince: now,
      connection: isNew ? { ...connection, since: now } : connection,
    },
    changes: [...changes, { type: 'room.enrolled' }],
  };
}

function retire(journey: Journey, rules: Rules, now: Instant): Journey | Rejection {
  if (journey.room.enrolment === 'retired') return { code: 'alreadyRetired' };
  let next = journey;
  for (const [signal, record] of recordsOf(next.room)) {
    if (openTicketOf(record) === null) continue;
    next = step(next, signal, { action: 'resolve', because: 'The room was retired.' }, rules, now);
  }
  return {
    room: { ...next.room, enrolment: 'retired', enrolmentSince: now },
    changes: [...next.changes, { type: 'room.retired' }],
  };
}
