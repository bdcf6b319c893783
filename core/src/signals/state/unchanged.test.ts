import { minute } from '@rooms-pro/testing/clock';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance } from '../../advance.ts';
import type { Input } from '../../command.ts';
import { instantAfter } from '../../instant.ts';
import type { Room } from '../../room.ts';
import type { Fact, RawReading } from '../../telemetry.ts';
import { aManager, enrolled, start } from '../../tickets/scenario.suite.ts';
import { signalRecords } from '../../tickets/ticketState.ts';
import type { Instant, SignalId } from '../../words.ts';
import { defaultRules } from '../rules/defaultRules.ts';
import type { Rules } from '../rules/rule.ts';
import {
  differsByObservationsOnly,
  latestHeartbeat,
  meetingAfter,
  type Observations,
  observationsIn,
  withObservations,
} from './observations.ts';
import { idleStateOf, isUnchanged } from './unchanged.ts';

type Telemetry = Extract<Input, { kind: 'telemetry' }>;

const rules: Rules = defaultRules;
const signals: SignalId[] = [
  'display:1',
  'camera',
  'conference-microphone',
  'signin-skype',
  'meeting-app',
  'connection',
  'reported',
];
const aSignal = fc.constantFrom<SignalId | 'display:all'>(...signals, 'display:all');
const aDevice = fc.constantFrom('dev-1', 'dev-1', 'dev-1', 'dev-2');

/** `again`: the known state of the signal with a later time; else any state. */
const aReading = fc.record({
  signal: aSignal,
  again: fc.boolean(),
  state: fc.constantFrom('healthy' as const, 'unhealthy' as const, 'notApplicable' as const),
  detail: fc.constantFrom('', 'gone'),
  agoMs: fc.constantFrom(0, 0, 1, 5 * minute),
});
const aFact = fc.constantFrom<(now: Instant) => Fact>(
  () => ({ kind: 'software', what: 'agent', version: '1.0.0' }),
  () => ({ kind: 'software', what: 'agent', version: '1.0.1' }),
  () => ({ kind: 'address', address: '10.0.0.7' }),
  (at) => ({ kind: 'meeting', inMeeting: false, at }),
  (at) => ({ kind: 'meeting', inMeeting: true, at: instantAfter(at, minute) }),
  (at) => ({ kind: 'heartbeat', at }),
  (at) => ({ kind: 'heartbeat', at }),
  () => ({ kind: 'format', format: 'eventLog' }),
  () => ({ kind: 'restarted', at: start }),
  (at) => ({ kind: 'result', id: '1042-1.2.1', outcome: 'succeeded', detail: '', at }),
);

type Message = {
  readonly afterMs: number;
  readonly device: string;
  readonly readings: readonly {
    readonly signal: SignalId | 'display:all';
    readonly again: boolean;
    readonly state: RawReading['state'];
    readonly detail: string;
    readonly agoMs: number;
  }[];
  readonly facts: readonly ((now: Instant) => Fact)[];
};

const aMessage: fc.Arbitrary<Message> = fc.record({
  afterMs: fc.integer({ min: 0, max: 40 }).map((count) => count * minute),
  device: aDevice,
  readings: fc.array(aReading, { maxLength: 3 }),
  facts: fc.array(aFact, { maxLength: 2 }),
});
const aBeat: fc.Arbitrary<Message> = fc.record({
  afterMs: fc.integer({ min: 1, max: 10 }).map((count) => count * minute),
  device: fc.constant('dev-1'),
  readings: fc.uniqueArray(
    aReading.map((reading) => ({ ...reading, again: true, agoMs: 0 })),
    { selector: ({ signal }) => signal, maxLength: 4 },
  ),
  facts: fc.array(aFact, { maxLength: 1 }),
});
const anEvent: fc.Arbitrary<Input | Message> = fc.oneof(
  aMessage,
  aMessage,
  fc.constantFrom<Input>(
    { kind: 'tick' },
    { kind: 'silence', since: start, reason: 'noTelemetry' },
    order({ action: 'suppress', signal: 'camera', until: { kind: 'recovery' }, reason: '' }),
    order({ action: 'respond', signal: 'display:1', notes: 'done' }),
    order({ action: 'unsuppress', signal: 'camera' }),
  ),
);

const aliveAgain: Message = {
  afterMs: minute,
  device: 'dev-1',
  readings: [{ signal: 'camera', again: true, state: 'healthy', detail: '', agoMs: 0 }],
  facts: [],
};

function order(command: Extract<Input, { kind: 'command' }>['command']): Input {
  return { kind: 'command', actor: aManager, command };
}

function telemetryOf({ device, readings, facts }: Message, room: Room, now: Instant): Telemetry {
  return {
    kind: 'telemetry',
    device,
    facts: facts.map((fact) => fact(now)),
    readings: readings.flatMap(({ signal, again, state, detail, agoMs }): RawReading[] => {
      const observedAt = instantAfter(now, -agoMs);
      if (!again || signal === 'display:all') return [{ signal, state, detail, observedAt }];
      const record = room.signals[signal];
      if (record === undefined || record.state === 'unknown') return [];
      return [{ signal, state: record.state, detail: record.detail, observedAt }];
    }),
  };
}

function play(events: readonly (Input | Message)[]): { room: Room; now: Instant } {
  let { room } = enrolled();
  let now = start;
  for (const event of events) {
    const isMessage = 'afterMs' in event;
    now = instantAfter(now, isMessage ? event.afterMs : 30 * minute);
    const input = isMessage ? telemetryOf(event, room, now) : event;
    const advanced = advance(room, input, rules, now);
    if (advanced.ok) room = advanced.room;
  }
  return { room, now };
}

function hearClock(
  clocks: Observations['clocks'],
  device: string,
  now: Instant,
): Observations['clocks'] {
  const known = clocks[device];
  return known ? { ...clocks, [device]: { ...known, heardAtMs: Date.parse(now) } } : clocks;
}

function hear(
  room: Room,
  heard: Observations,
  { device, readings, facts }: Telemetry,
  now: Instant,
): Observations {
  const told = new Map<string, Instant>(
    readings.map(({ signal, observedAt }) => [signal, observedAt]),
  ).set('connection', now);
  return {
    observedAtMs: signalRecords(room).map(([signal], place) => {
      const at = told.get(signal);
      return at === undefined ? (heard.observedAtMs[place] ?? 0) : Date.parse(at);
    }),
    meeting: meetingAfter(heard.meeting, facts, now),
    heartbeat: latestHeartbeat(heard.heartbeat, facts, now),
    clocks: hearClock(heard.clocks, device, now),
  };
}

describe('unchanged telemetry', () => {
  it('is what advance finds unchanged, and leads to the same room as advance', () => {
    let taken = 0;
    let left = 0;
    fc.assert(
      fc.property(
        fc.array(anEvent, { maxLength: 10 }),
        fc.array(fc.oneof(aBeat, aBeat, aBeat, aMessage), { minLength: 1, maxLength: 4 }),
        (events, messages) => {
          // Ends with a sign of life: a disconnected room is never idle.
          const told = play([...events, aliveAgain]);
          let { room: full, now } = told;
          const rest = idleStateOf(full, rules, now);
          if (rest === null) return;
          let heard: Observations = observationsIn(told.room);
          for (const message of messages) {
            now = instantAfter(now, message.afterMs);
            const input = telemetryOf(message, full, now);
            if (!isUnchanged(told.room, rest, heard, input, rules, now)) {
              left += 1;
              return;
            }
            taken += 1;
            const advanced = advance(full, input, rules, now);
            if (!advanced.ok) throw new Error(advanced.rejection.code);
            expect(advanced.changes).toEqual([]);
            expect(advanced.verdicts).toEqual(input.readings.map(() => 'unchanged'));
            heard = hear(told.room, heard, input, now);
            expect(withObservations(told.room, heard)).toEqual(advanced.room);
            expect(differsByObservationsOnly(told.room, advanced.room)).toBe(true);
            full = advanced.room;
          }
        },
      ),
      { numRuns: 2_000 },
    );
    // Without any accepted message, the property would prove nothing.
    expect(taken).toBeGreaterThan(400);
    expect(left).toBeGreaterThan(200);
  });

  it('includes a usual heartbeat of a room with an open incident', () => {
    const { room } = enrolled()
      .reads('camera', 'unhealthy', 'gone')
      .wait(10 * minute)
      .sweeps();
    const now = instantAfter(start, 10 * minute);
    const rest = idleStateOf(room, rules, now);
    const readings: RawReading[] = [
      { signal: 'camera', state: 'unhealthy', detail: 'gone', observedAt: now },
    ];
    const beat: Telemetry = { kind: 'telemetry', device: 'dev-1', facts: [], readings };
    expect(rest && isUnchanged(room, rest, observationsIn(room), beat, rules, now)).toBe(true);
    expect(signalRecords(room).map(([, { ticket }]) => ticket?.status)).toContain('needsAction');
  });

  it('includes nothing when the rules have changed, the clock was set back, or a step is due', () => {
    const { room } = enrolled().reads('camera', 'unhealthy', 'gone');
    const rest = idleStateOf(room, rules, start);
    const beat: Telemetry = { kind: 'telemetry', device: 'dev-1', facts: [], readings: [] };
    const taken = (given: Rules, now: Instant) =>
      rest && isUnchanged(room, rest, observationsIn(room), beat, given, now);
    expect(taken(rules, instantAfter(start, 4 * minute))).toBe(true);
    expect(taken(rules, instantAfter(start, 5 * minute))).toBe(false);
    expect(taken(rules, instantAfter(start, -1))).toBe(false);
    expect(taken({ ...rules, version: 'newer' }, instantAfter(start, 4 * minute))).toBe(false);
  });
});
