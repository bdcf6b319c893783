/** A scenario of one room for tests: inputs go in, and the test moves the clock. */
import { aPerson, aProfile } from '@rooms-pro/testing/builders';
import { minute } from '@rooms-pro/testing/clock';
import { type Advanced, advance } from '../advance.ts';
import type { Change } from '../change.ts';
import type { Input } from '../command.ts';
import { instantAfter } from '../instant.ts';
import type { Rejection } from '../rejection.ts';
import type { Room, RoomProfile, Ticket } from '../room.ts';
import { defaultRules } from '../signals/rules/defaultRules.ts';
import type { Rules } from '../signals/rules/rule.ts';
import type { Actor, Instant, Person, ReadingState, SignalId } from '../words.ts';
import type { Command } from './actions/actions.ts';

export const start: Instant = '2026-03-02T08:00:00.000Z';

export const aLead = aPerson({ id: 'lena', name: 'Lena Aydin', role: 'lead', groups: ['west'] });
export const aTechnician: Person = { ...aLead, id: 'tom', name: 'Tom Reyes', role: 'technician' };
export const aViewer: Person = { ...aLead, id: 'vera', name: 'Vera Holm', role: 'viewer' };
export const aManager = aPerson();

export const westProfile = aProfile({
  name: 'Lighthouse 2',
  building: 'Pier West',
  floor: '2',
  groups: ['west'],
  meetingMode: 'both',
  expectedDisplays: 2,
});

export type Scenario = {
  readonly room: Room;
  readonly now: Instant;
  /** Everything that happened, oldest first. */
  readonly changes: readonly Change[];
  readonly last: readonly Change[];
  readonly rejection: Rejection | null;
  wait(ms: number): Scenario;
  give(input: Input): Scenario;
  reads(signal: SignalId, state: ReadingState, detail?: string, agoMs?: number): Scenario;
  /** Telemetry of a device of the room. */
  hears(telemetry: Partial<Extract<Input, { kind: 'telemetry' }>>): Scenario;
  /** A device reports whether a meeting is on, as the Monitoring Software does with every heartbeat. */
  beats(inMeeting?: boolean): Scenario;
  does(command: Command, actor?: Actor): Scenario;
  /** Waits and sweeps minute by minute, as the platform does; the device sends a heartbeat every five minutes. */
  passes(minutes: number, inMeeting?: boolean): Scenario;
  sweeps(): Scenario;
  ticket(signal: SignalId): Ticket;
};

function scenarioOf(
  room: Room | null,
  now: Instant,
  rules: Rules,
  changes: readonly Change[],
): Scenario {
  const toScenario = (result: Advanced): Scenario => {
    if (!result.ok) {
      const same = scenarioOf(room, now, rules, changes);
      return { ...same, last: [], rejection: result.rejection };
    }
    const next = scenarioOf(result.room, now, rules, [...changes, ...result.changes]);
    return { ...next, last: result.changes };
  };
  const give = (input: Input) => toScenario(advance(room, input, rules, now));
  const scenario: Scenario = {
    get room() {
      if (room === null) throw new Error('The scenario has no room yet');
      return room;
    },
    now,
    changes,
    last: [],
    rejection: null,
    wait: (ms) => scenarioOf(room, instantAfter(now, ms), rules, changes),
    give,
    reads: (signal, state, detail = '', agoMs = 0) =>
      give({
        kind: 'telemetry',
        device: 'dev-1',
        readings: [{ signal, state, detail, observedAt: instantAfter(now, -agoMs) }],
        facts: [],
      }),
    hears: (telemetry) =>
      give({ kind: 'telemetry', device: 'dev-1', readings: [], facts: [], ...telemetry }),
    beats: (inMeeting = false) =>
      scenario.hears({ facts: [{ kind: 'meeting', inMeeting, at: now }] }),
    passes(minutes, inMeeting = false) {
      let next = scenario;
      for (let passed = 1; passed <= minutes; passed += 1) {
        next = next.wait(minute);
        if (passed % 5 === 0) next = next.beats(inMeeting);
        next = next.sweeps();
      }
      return next;
    },
    does: (command, actor = aManager) => give({ kind: 'command', actor, command }),
    sweeps: () => give({ kind: 'tick' }),
    ticket: (signal) => {
      const ticket = room?.signals[signal]?.ticket;
      if (!ticket) throw new Error(`${signal} has no ticket`);
      return ticket;
    },
  };
  return scenario;
}

/** A registered room that has never connected. */
export function registered(
  rules: Rules = defaultRules,
  profile: RoomProfile = westProfile,
): Scenario {
  return scenarioOf(null, start, rules, []).give({ kind: 'register', number: 1042, profile });
}

/** An enrolled, connected room without issues. */
export function enrolled(
  rules: Rules = defaultRules,
  profile: RoomProfile = westProfile,
): Scenario {
  return registered(rules, profile)
    .does({ action: 'enrol' })
    .give({ kind: 'telemetry', device: 'dev-1', readings: [], facts: [] });
}

/** The types of changes, for short expectations. */
export function typesOf(changes: readonly Change[]): string[] {
  return changes.map((change) => change.type);
}
