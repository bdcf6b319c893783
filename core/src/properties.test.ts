import { minute } from '@rooms-pro/testing/clock';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance } from './advance.ts';
import type { Input } from './command.ts';
import { instantAfter } from './instant.ts';
import type { Room } from './room.ts';
import { defaultRules } from './signals/rules/defaultRules.ts';
import type { RawReading } from './telemetry.ts';
import { aManager, enrolled, start } from './tickets/scenario.suite.ts';
import { nextDue } from './tickets/settle.ts';
import { findOpenTicket, signalRecords } from './tickets/ticketState.ts';
import type { SignalId } from './words.ts';

const signals: SignalId[] = ['display:1', 'display:2', 'network', 'signin-teams', 'camera'];
const neighbours = Object.fromEntries(signals.map((signal) => [signal, 0]));
const aSignal = fc.constantFrom(...signals);

const aReading = fc.record({
  signal: aSignal,
  state: fc.constantFrom('healthy' as const, 'unhealthy' as const, 'notApplicable' as const),
  detail: fc.constantFrom('', 'gone', 'flickers'),
  atMinute: fc.integer({ min: 0, max: 600 }),
});

type Step = { readonly afterMs: number; readonly input: Input };

const telemetry = fc.array(aReading, { maxLength: 4 }).map(
  (readings): Input => ({
    kind: 'telemetry',
    device: 'dev-1',
    facts: [],
    readings: readings.map(({ atMinute, ...reading }): RawReading => {
      return { ...reading, observedAt: instantAfter(start, atMinute * minute) };
    }),
  }),
);
const command = fc
  .record({ signal: aSignal, what: fc.constantFrom('respond', 'suppress', 'unsuppress', 'assign') })
  .map(({ signal, what }): Input => {
    const done = (command: Extract<Input, { kind: 'command' }>['command']): Input => ({
      kind: 'command',
      actor: aManager,
      command,
    });
    if (what === 'respond') return done({ action: 'respond', signal, notes: 'did it' });
    if (what === 'assign') return done({ action: 'assign', signal, to: { id: 'a', name: 'A' } });
    if (what === 'unsuppress') return done({ action: 'unsuppress', signal });
    return done({ action: 'suppress', signal, until: { kind: 'recovery' }, reason: '' });
  });
const silence = fc.constant<Input>({ kind: 'silence', since: start, reason: 'noTelemetry' });
const tick = fc.constant<Input>({ kind: 'tick' });
const aStep: fc.Arbitrary<Step> = fc.record({
  afterMs: fc.integer({ min: 0, max: 90 }).map((minutes) => minutes * minute),
  input: fc.oneof(telemetry, telemetry, command, silence, tick),
});

function play(steps: readonly Step[], room: Room = enrolled().room): { room: Room; now: string } {
  let now = start;
  let current = room;
  for (const { afterMs, input } of steps) {
    now = instantAfter(now, afterMs);
    const result = advance(current, input, defaultRules, now);
    if (result.ok) current = result.room;
  }
  return { room: current, now };
}

describe('with any inputs', () => {
  it('the same input twice changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.array(aStep, { maxLength: 12 }), telemetry, (steps, input) => {
        const { room, now } = play(steps);
        const once = advance(room, input, defaultRules, now);
        if (!once.ok) return;
        const twice = advance(once.room, input, defaultRules, now);
        expect(twice).toMatchObject({ ok: true, changes: [] });
      }),
    );
  });

  it('the order of independent signals does not matter', () => {
    fc.assert(
      fc.property(
        fc.array(aStep, { maxLength: 8 }),
        fc.uniqueArray(aReading, { selector: (reading) => reading.signal, maxLength: 5 }),
        (steps, readings) => {
          const { room, now } = play(steps);
          const raw = readings.map(({ atMinute, ...reading }) => {
            return { ...reading, observedAt: instantAfter(start, atMinute * minute) };
          });
          const give = (sent: readonly RawReading[]) => {
            const input: Input = { kind: 'telemetry', device: 'd', facts: [], readings: sent };
            const result = advance(room, input, defaultRules, now);
            if (!result.ok) throw new Error(result.rejection.code);
            return signalRecords(result.room)
              .map(([signal, { state, since, ticket }]) => [signal, state, since, ticket?.status])
              .sort();
          };
          expect(give(raw)).toEqual(give([...raw].reverse()));
        },
      ),
    );
  });

  it('missing telemetry and the clock never resolve an incident', () => {
    fc.assert(
      fc.property(
        fc.array(aStep, { maxLength: 12 }),
        fc.array(fc.oneof(silence, tick), { maxLength: 6 }),
        (steps, quiet) => {
          const { room, now } = play(steps);
          const before = signalRecords(room).filter(([, record]) => findOpenTicket(record));
          let current = room;
          let later = now;
          for (const input of quiet) {
            later = instantAfter(later, 3 * 24 * 60 * minute);
            const result = advance(current, input, defaultRules, later);
            if (result.ok) current = result.room;
          }
          const open = signalRecords(current).filter(([, record]) => findOpenTicket(record));
          expect(open.map(([signal]) => signal)).toEqual(
            expect.arrayContaining(before.map(([signal]) => signal)),
          );
        },
      ),
    );
  });

  it('readings older than the last applied one never change a state', () => {
    fc.assert(
      fc.property(fc.array(aStep, { maxLength: 12 }), aSignal, (steps, signal) => {
        const { room, now } = play(steps);
        const record = room.signals[signal];
        if (!record || record.state === 'unknown') return;
        const input: Input = {
          kind: 'telemetry',
          device: 'dev-1',
          facts: [],
          readings: (['healthy', 'unhealthy'] as const).map((state) => {
            const observedAt = instantAfter(record.observedAt, -1);
            return { signal, state, detail: 'old', observedAt };
          }),
        };
        const result = advance(room, input, defaultRules, now);
        expect(result).toMatchObject({ ok: true });
        if (result.ok) expect(result.room.signals[signal]?.state).toBe(record.state);
      }),
    );
  });

  it('every due step is done, and revisions count commits', () => {
    fc.assert(
      fc.property(fc.array(aStep, { maxLength: 15 }), (steps) => {
        const { room, now } = play(steps);
        const result = advance(room, { kind: 'tick', neighbours }, defaultRules, now);
        if (!result.ok) throw new Error('a tick is never refused');
        const due = nextDue(result.room, defaultRules, now);
        if (due !== null) expect(due > now).toBe(true);
        expect(result.room.dueAt).toBe(due);
        expect(result.room.revision - room.revision).toBe(result.changes.length > 0 ? 1 : 0);
      }),
    );
  });
});
