/**
 * The business as a small machine that is easy to read: plain objects, changed in place. Written
 * from what the product promises and without a look at how `core` decides, so that the two can be
 * held against each other (`model.test.ts`). What a change is called is the core's to say.
 */
import {
  appliesIn,
  type Command,
  type Input,
  type MeetingMode,
  type Rejection,
  type Rules,
  roleRejection,
} from '@rooms-pro/core';
import { fallSilent, hear, note, read, type Verdict } from './readings.ts';
import { endCommand } from './remediation.ts';
import { isRoomWell, isSignalWell, resolve, settle } from './settle.ts';
import { changeLock, lockFor, onSignal, type Refusal } from './signalActions.ts';
import {
  isFrozen,
  isOpen,
  type Model,
  newModel,
  type Step,
  signalOf,
  signalsOf,
  turn,
} from './state.ts';

/** What becomes of one input: refused, or a verdict for each reading and what happened. */
export type Answer =
  | { readonly rejected: Rejection['code'] }
  | { readonly verdicts: readonly Verdict[]; readonly changes: readonly string[] };

/** One room, told one input after another. */
export class Reference {
  room: Model = newModel();
  #written: Model = newModel();
  readonly rules: Rules;
  readonly mode: MeetingMode;
  readonly groups: readonly string[];

  constructor(rules: Rules, mode: MeetingMode, groups: readonly string[]) {
    this.rules = rules;
    this.mode = mode;
    this.groups = groups;
  }

  /** One input at one time. What is refused leaves no trace. */
  take(input: Exclude<Input, { kind: 'register' }>, now: number): Answer {
    const before = structuredClone(this.room);
    const step: Step = { m: this.room, now, rules: this.rules, said: [] };
    const verdicts: Verdict[] = [];
    let refusal: Refusal = null;
    if (input.kind === 'telemetry') verdicts.push(...this.#hears(step, input));
    if (input.kind === 'silence') fallSilent(step, input);
    if (input.kind === 'command') refusal = this.#does(step, input);
    if (refusal !== null) {
      this.room = before;
      return { rejected: refusal };
    }
    settle(step);
    if (input.kind === 'tick') correlate(step, input);
    // Only what happened is written down.
    if (step.said.length > 0) this.#written = structuredClone(this.room);
    return { verdicts, changes: step.said };
  }

  /** The process ends and another begins: what was kept in memory alone is gone. */
  restart(): void {
    this.room = structuredClone(this.#written);
  }

  #hears(step: Step, input: Extract<Input, { kind: 'telemetry' }>): Verdict[] {
    const { device, readings, facts } = input;
    if (step.m.enrolment === 'retired') return readings.map(() => 'unchanged');
    hear(step);
    for (const fact of facts) note(step, device, fact);
    return readings.map((reading) => read(step, device, reading, this.mode));
  }

  #does(step: Step, { actor, command }: Extract<Input, { kind: 'command' }>): Refusal {
    if (roleRejection(actor, command.action, { groups: this.groups })) return 'notPermitted';
    const text = textOf(command);
    if (text !== null && text.trim() === '') return 'emptyText';
    if (text !== null && text.trim().length > longest(command)) return 'tooLong';
    const isQuieting = command.action === 'suppress' || command.action === 'changeSuppression';
    if (isQuieting && command.until.kind === 'time') {
      if (Date.parse(command.until.at) <= step.now) return 'endsInThePast';
    }
    // What has fallen due happens first: a late click meets the room as it truly is.
    settle(step);
    const who = actor.kind === 'person' ? actor.id : 'platform';
    if (isQuieting) {
      if (step.m.enrolment === 'retired') return 'alreadyRetired';
      const { signal } = command;
      const isWell = signal === 'room' ? isRoomWell(step) : isSignalWell(step, signal);
      if (command.until.kind === 'recovery' && isWell) return 'nothingToRecover';
    }
    if (!('signal' in command) || command.signal === 'room') return onRoom(step, command);
    if (command.action === 'removeAttachment' && actor.kind === 'person') {
      const whose = step.m.signals[command.signal]?.ticket?.files[command.id];
      const isOthers = whose !== undefined && whose !== actor.id;
      const applies = appliesIn(this.mode, command.signal);
      if (isOthers && applies && actor.role === 'technician') return 'notPermitted';
    }
    return appliesIn(this.mode, command.signal)
      ? onSignal(step, command.signal, command, who)
      : 'signalUnknown';
  }
}

function textOf(command: Command): string | null {
  if (command.action === 'respond') return command.notes;
  if (command.action === 'message') return command.text;
  if (command.action === 'resolve') return command.reason;
  return command.action === 'report' ? command.what : null;
}

const longest = ({ action }: Command): number =>
  action === 'respond' || action === 'message' ? 2000 : 500;

function correlate({ m, said }: Step, { neighbours }: Extract<Input, { kind: 'tick' }>): void {
  for (const [id, { ticket }] of signalsOf(m)) {
    if (ticket?.status !== 'systemInvestigating' || ticket.isCorrelated) continue;
    if (neighbours?.[id] === undefined || isFrozen(m, id)) continue;
    ticket.isCorrelated = true;
    said.push(`incident.correlated ${id}`);
  }
}

function onRoom({ m, now, said, ...rest }: Step, command: Command): Refusal {
  switch (command.action) {
    case 'suppress':
      if (m.lock !== null) return 'alreadySuppressed';
      m.lock = lockFor(command, now);
      said.push('room.suppressed');
      return null;
    case 'changeSuppression':
      if (m.lock === null) return 'notSuppressed';
      if (!changeLock(m.lock, command, now)) return 'nothingChanged';
      said.push('room.suppressionChanged');
      return null;
    case 'unsuppress':
      if (m.lock === null) return 'notSuppressed';
      m.lock = null;
      said.push('room.unsuppressed');
      return null;
    case 'enrol':
      if (m.enrolment === 'enrolled') return 'alreadyEnrolled';
      if (m.enrolment === 'retired') forget({ m, now, said, ...rest });
      m.enrolment = 'enrolled';
      said.push('room.enrolled');
      return null;
    case 'retire':
      if (m.enrolment === 'retired') return 'alreadyRetired';
      if (m.command) endCommand({ m, now, said, ...rest }, m.command.id, 'expired');
      for (const [id, signal] of signalsOf(m)) {
        if (isOpen(signal.ticket)) resolve({ m, now, said, ...rest }, id, signal);
      }
      m.enrolment = 'retired';
      said.push('room.retired');
      return null;
    case 'report':
      if (m.enrolment === 'retired') return 'alreadyRetired';
      // What is reported while an incident is open belongs to its conversation.
      if (isOpen(signalOf(m, 'reported').ticket)) said.push('message.posted reported');
      else {
        turn({ m, now, said, ...rest }, 'reported', 'unhealthy', now);
        said.push('reading.changed reported');
      }
      return null;
    default:
      throw new Error(`The model knows nothing of ${command.action}`);
  }
}

/** What was known of a retired room is nothing to go by when it comes back. */
function forget(step: Step): void {
  step.m.silentSince = step.now;
  step.m.wasConnected = false;
  for (const [id, signal] of signalsOf(step.m)) {
    turn(step, id, 'unknown', step.now);
    signal.words = {};
  }
}
