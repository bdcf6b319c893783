/**
 * The only way to change a room. The input is telemetry, a person's command or a tick of the clock. The
 * result is the next room with its changes, or a rejection. A pure function that accepts every input.
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
 * The result of an input. Without `changes` the caller commits nothing, although the room in memory may
 * contain newer observation times. `verdicts`: one per reading of the telemetry, in the same order.
 */
export type Advanced =
  | {
      readonly ok: true;
      readonly room: Room;
      readonly changes: readonly Change[];
      readonly verdicts: readonly ReadingVerdict[];
      /** For telemetry: the result of each message, without the steps of `settle` after the last one. */
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
      return applyTelemetryMessages(room, [input], rules, now);
    case 'messages':
      return applyTelemetryMessages(room, input.messages, rules, now);
    case 'silence':
      return finish(room, applySilence(room, input, rules, now), [], rules, now);
    case 'outage':
      return finish(room, joinOutage({ room, changes: [] }, input.outage), [], rules, now);
    case 'outageOver':
      return finish(room, leaveOutage({ room, changes: [] }, input.outage), [], rules, now);
    case 'tick':
      return finish(room, { room, changes: [] }, [], rules, now, input.neighbours);
    case 'command': {
      const applied = applyCommand(room, input, rules, now);
      if ('code' in applied) return reject(applied);
      // The command may have changed the room's groups, and with them the rules that apply.
      return finish(room, applied, [], rulesFor(given, applied.room), now);
    }
  }
}

/** Applies messages that arrived together, and settles once, after the last one. */
function applyTelemetryMessages(
  room: Room,
  messages: readonly Telemetry[],
  rules: Rules,
  now: Instant,
): Advanced {
  if (room.enrolment === 'retired') {
    const outcomes = messages.map(({ readings }) => ({
      verdicts: readings.map(() => 'unchanged' as const),
      changes: [],
    }));
    const verdicts = outcomes.flatMap((outcome) => outcome.verdicts);
    return { ok: true, room, changes: [], verdicts, outcomes };
  }
  const { outcomes, ...draft } = applyMessages(room, messages, rules, now);
  const verdicts = outcomes.flatMap((outcome) => outcome.verdicts);
  return { ...finish(room, draft, verdicts, rules, now), outcomes };
}

function reject(rejection: Rejection): Advanced {
  return { ok: false, rejection };
}

/** Settles the room, then sets its next revision and its next due time. */
function finish(
  before: Room,
  draft: Draft,
  verdicts: readonly ReadingVerdict[],
  rules: Rules,
  now: Instant,
  correlatedRooms: CorrelatedRooms = null,
): Extract<Advanced, { ok: true }> {
  const { room, changes } = settle(draft, rules, now, correlatedRooms);
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

/** Disconnects a room without telemetry for the rule's time, unless the room is retired. */
function applySilence(
  room: Room,
  input: Extract<Input, { kind: 'silence' }>,
  rules: Rules,
  now: Instant,
): Draft {
  const draft = { room, changes: [] };
  if (room.enrolment === 'retired') return draft;
  if (between(input.since, now) < rules.disconnectedAfterMs) return draft;
  const reason = disconnectedReason(room, input.reason, rules, now);
  // A room whose telemetry arrives but is rejected is not part of an outage.
  const since = normalise(input.since);
  if (reason !== 'rejectedTelemetry') return disconnect(draft, since, reason, input.outage);
  const disconnected = disconnect(draft, since, reason);
  if (disconnected === draft) return draft;
  const detail = `All telemetry is rejected: ${room.rejected?.reason ?? ''}`;
  return { ...disconnected, room: withParts(disconnected.room, 'connection', { detail }) };
}
