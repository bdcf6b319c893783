/**
 * The one door for change: a reading, a person's command or a tick of the clock comes in; the next
 * room and what happened come out, or a rejection and nothing else. Pure, and total over its input.
 */
import type { Change } from './change.ts';
import type { Input, ReadingVerdict, Rejection, Telemetry } from './command.ts';
import { defaultRoom } from './defaults.ts';
import { between, normalise } from './instant.ts';
import type { Room } from './room.ts';
import { rulesFor } from './signals/rules/overrides.ts';
import type { Rules } from './signals/rules/rule.ts';
import { applyMessages, type MessageOutcome } from './signals/state/applyReadings.ts';
import { disconnect, joinOutage, leaveOutage } from './signals/state/connection.ts';
import { disconnectedReason } from './signals/state/rejectedTelemetry.ts';
import { applyCommand } from './tickets/commands/applyCommand.ts';
import { type Draft, withParts } from './tickets/draft.ts';
import { type CorrelatedRooms, nextDue, settle } from './tickets/settle.ts';
import type { Instant } from './words.ts';

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
      /** Where several messages came together: the result of each, without what followed from all. */
      readonly outcomes?: readonly MessageOutcome[];
    }
  | { readonly ok: false; readonly rejection: Rejection };

/** Applies one input to a room (`null`: it does not exist yet) at the time `now`. */
export function advance(room: Room | null, input: Input, given: Rules, now: Instant): Advanced {
  if (input.kind === 'register') return register(room, input, now);
  if (room === null) return reject({ code: 'roomUnknown' });
  const rules = rulesFor(given, room);
  switch (input.kind) {
    case 'telemetry':
      return hear(room, [input], rules, now);
    case 'messages':
      return hear(room, input.messages, rules, now);
    case 'silence':
      return finish(room, applySilence(room, input, rules, now), [], rules, now);
    case 'outage':
      return finish(room, joinOutage({ room, changes: [] }, input.outage), [], rules, now);
    case 'outageOver':
      return finish(room, leaveOutage({ room, changes: [] }, input.outage), [], rules, now);
    case 'tick':
      return finish(room, { room, changes: [] }, [], rules, now, input.neighbours);
    case 'command': {
      const acted = applyCommand(room, input, rules, now);
      if ('code' in acted) return reject(acted);
      // The command may have put the room into other groups, where other rules hold.
      return finish(room, acted, [], rulesFor(given, acted.room), now);
    }
  }
}

/** Takes messages that came together; what follows from them is settled once, after the last. */
function hear(room: Room, messages: readonly Telemetry[], rules: Rules, now: Instant): Advanced {
  if (room.enrolment === 'retired') {
    const outcomes = messages.map(({ readings }) => ({
      verdicts: readings.map(() => 'unchanged' as const),
      changes: [],
    }));
    const verdicts = outcomes.flatMap((outcome) => outcome.verdicts);
    return { ok: true, room, changes: [], verdicts, outcomes };
  }
  const { outcomes, ...journey } = applyMessages(room, messages, rules, now);
  const verdicts = outcomes.flatMap((outcome) => outcome.verdicts);
  return { ...finish(room, journey, verdicts, rules, now), outcomes };
}

function reject(rejection: Rejection): Advanced {
  return { ok: false, rejection };
}

/** Lets time take effect, then numbers the revision and notes when time will change it next. */
function finish(
  before: Room,
  journey: Draft,
  verdicts: readonly ReadingVerdict[],
  rules: Rules,
  now: Instant,
  neighbours: CorrelatedRooms = null,
): Extract<Advanced, { ok: true }> {
  const { room, changes } = settle(journey, rules, now, neighbours);
  if (changes.length === 0) return { ok: true, room, changes, verdicts };
  const next = { ...room, revision: before.revision + 1, dueAt: nextDue(room, rules, now) };
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
    connection: { status: 'disconnected', reason: 'neverConnected', since: now, outage: null },
    suppression: null,
    devices: [],
    signals: {},
    ...defaultRoom,
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
): Draft {
  const journey = { room, changes: [] };
  if (room.enrolment === 'retired') return journey;
  if (between(input.since, now) < rules.disconnectedAfterMs) return journey;
  const reason = disconnectedReason(room, input.reason, rules, now);
  // A room that sends what cannot be used is not part of what keeps others from sending.
  const since = normalise(input.since);
  if (reason !== 'rejectedTelemetry') return disconnect(journey, since, reason, input.outage);
  const silent = disconnect(journey, since, reason);
  if (silent === journey) return journey;
  const detail = `All telemetry is rejected: ${room.rejected?.reason ?? ''}`;
  return { ...silent, room: withParts(silent.room, 'connection', { detail }) };
}
