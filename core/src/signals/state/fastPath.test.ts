import { day, minute } from '@rooms-pro/testing/clock';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantAfter } from '../../instant.ts';
import type { Room } from '../../room.ts';
import type { Fact, RawReading } from '../../telemetry.ts';
import { aManager, enrolled, westProfile } from '../../tickets/scenario.suite.ts';
import { signalRecords } from '../../tickets/ticketState.ts';
import type { Instant, SignalId } from '../../words.ts';
import { readItem } from '../formats/items.ts';
import { defaultRules as rules } from '../rules/defaultRules.ts';
import { type Match, recordMatch, type Span } from './fastPath.ts';
import { observationsIn } from './observations.ts';
import { idleStateOf, isUnchanged, unchangedByFastPath } from './unchanged.ts';

const signals: SignalId[] = ['display:1', 'camera', 'signin-skype', 'meeting-app', 'connection'];
const device = 'dev-1';

/** Earlier readings: a few signals, sometimes of another device or suppressed. */
const aPast = fc.record({
  meetingMode: fc.constantFrom('teams' as const, 'both' as const),
  read: fc.array(
    fc.record({
      signal: fc.constantFrom(...signals, 'reported' as const),
      state: fc.constantFrom('healthy' as const, 'unhealthy' as const, 'notApplicable' as const),
      detail: fc.constantFrom('', 'gone', 'two  blanks'),
      by: fc.constantFrom(device, device, device, device, device, 'dev-2'),
    }),
    { minLength: 1, maxLength: 6 },
  ),
  agent: fc.constantFrom<string | null>('1.0.0', null),
  isSuppressed: fc.boolean(),
  isReported: fc.boolean(),
});
type Past = typeof aPast extends fc.Arbitrary<infer T> ? T : never;

function roomAfter({ meetingMode, read, agent, isSuppressed, isReported }: Past) {
  let story = enrolled(rules, { ...westProfile, meetingMode });
  if (agent !== null)
    story = story.hears({ facts: [{ kind: 'software', what: 'agent', version: agent }] });
  for (const { by, ...reading } of read) {
    const observedAt = story.now;
    story = story.wait(1).hears({ device: by, readings: [{ ...reading, observedAt }] });
  }
  if (isSuppressed) {
    const suppress = { action: 'suppress', until: { kind: 'lifted' }, reason: '' } as const;
    story = story.does({ ...suppress, signal: 'camera' }, aManager);
  }
  if (isReported) story = story.does({ action: 'report', what: 'gone' }, aManager);
  return story.hears({ readings: [] });
}

/** Possible changes of an item with the known state; mostly none. */
const aTwist = fc.constantFrom<(item: Record<string, unknown>) => unknown>(
  ...Array.from({ length: 120 }, () => (item: Record<string, unknown>) => item),
  ({ detail: _, ...item }) => item,
  ({ state: _, ...item }) => item,
  ({ observedAt: _, ...item }) => item,
  ({ form: _, ...item }) => item,
  (item) => ({ ...item, extra: 1 }),
  ({ detail: _, ...item }) => ({ ...item, extra: 1 }),
  (item) => ({ ...item, detail: null }),
  (item) => ({ ...item, detail: 'x'.repeat(501) }),
  (item) => ({ ...item, detail: 'anything' }),
  (item) => ({ ...item, detail: '  gone\n' }),
  (item) => ({ ...item, state: 'unhealthy' }),
  (item) => ({ ...item, state: 'unknown' }),
  (item) => ({ ...item, signal: 'connection' }),
  (item) => ({ ...item, signal: 'display:all' }),
  (item) => ({ ...item, signal: 'display:17' }),
  (item) => ({ ...item, signal: 'toString' }),
  (item) => ({ ...item, observedAt: '2026-02-30T08:00:00.000Z' }),
  (item) => ({ ...item, observedAt: String(item['observedAt']).replace('Z', '+00:00') }),
  (item) => ({ ...item, observedAt: instantAfter(String(item['observedAt']), -1) }),
  (item) => ({ ...item, form: 'device' }),
  (item) => ({ ...item, observedAt: `${item['observedAt']}x` }),
  (item) => [item],
  () => null,
  () => 'reading',
  () => JSON.parse('{"__proto__":{"form":"reading"},"signal":"camera"}'),
);
const aMessage = fc.record({
  afterMs: fc.constantFrom(-1, 0, 1, 1, minute, minute, minute, 30 * minute),
  aheadMs: fc.constantFrom(0, 0, 0, 0, 500, 1_001, -1),
  oldestMs: fc.constantFrom(day, day, day, 0),
  by: fc.constantFrom(device, device, device, device, 'dev-2'),
  agent: fc.constantFrom('', '', '', '1.0.0', '1.0.1'),
  told: fc.uniqueArray(fc.record({ place: fc.nat(5), twist: aTwist }), {
    selector: ({ place }) => place,
    minLength: 1,
    maxLength: 4,
  }),
  inOrder: fc.boolean(),
  time: fc.constantFrom(
    ...Array.from(
      { length: 8 },
      () =>
        (at: Instant): unknown =>
          at,
    ),
    () => 5,
  ),
});
type Message = typeof aMessage extends fc.Arbitrary<infer T> ? T : never;

function itemsOf({ told, inOrder, time }: Message, room: Room, at: Instant): unknown[] {
  const records = signalRecords(room).filter(([signal]) => signal !== 'connection');
  const order = inOrder ? told.toSorted((one, other) => one.place - other.place) : told;
  return order.flatMap(({ place, twist }) => {
    // An index beyond the last one repeats a signal.
    const found = records[place] ?? (place === 5 ? records[0] : undefined);
    if (found === undefined) return [];
    const [signal, { state, detail }] = found;
    return [twist({ form: 'reading', signal, state, detail, observedAt: time(at) })];
  });
}

/** The full way: every item is parsed; `null` when one is not a reading of its time. */
function readingsOf(items: readonly unknown[], { from, to }: Span): RawReading[] | null {
  const read = items.map((item) => readItem(item, to));
  const readings = read.flatMap((one) => one.readings);
  const areReadings = read.every(
    (one) => one.rejected.length === 0 && one.facts.length === 0 && one.readings.length === 1,
  );
  const areInTime = readings.every(({ observedAt }) => from <= observedAt && observedAt <= to);
  return areReadings && areInTime ? readings : null;
}

describe('the fast path', () => {
  it('accepts only messages that are unchanged when they are parsed, and records the time of each signal', () => {
    let taken = 0;
    let left = 0;
    fc.assert(
      fc.property(aPast, fc.array(aMessage, { minLength: 1, maxLength: 4 }), (past, messages) => {
        const story = roomAfter(past);
        const { room } = story;
        const rest = idleStateOf(room, rules, story.now);
        if (rest === null) return;
        const heard = observationsIn(room);
        for (const message of messages) {
          const now = instantAfter(story.now, message.afterMs * (1 + messages.indexOf(message)));
          const items = itemsOf(message, room, instantAfter(now, message.aheadMs));
          const span = {
            from: instantAfter(now, -message.oldestMs),
            to: instantAfter(now, 1_000),
          };
          const { by, agent } = message;
          const unread = { device: by, agent, items };
          const told = unchangedByFastPath(rest, heard, unread, span, rules, now);
          if (told === null) {
            left += 1;
            continue;
          }
          taken += 1;
          const readings = readingsOf(items, span) ?? [];
          const facts: Fact[] =
            agent === '' ? [] : [{ kind: 'software', what: 'agent', version: agent }];
          const input = { kind: 'telemetry', device: by, facts, readings } as const;
          expect(readings).toHaveLength(items.length);
          expect(isUnchanged(room, rest, heard, input, rules, now)).toBe(true);
          recordMatch(heard.observedAtMs, told);
          for (const { signal, observedAt } of readings) {
            const place = rest.known.slots.get(signal as SignalId) ?? -1;
            expect(heard.observedAtMs[place]).toBe(Date.parse(observedAt));
          }
        }
      }),
      { numRuns: 3_000 },
    );
    // Without any accepted message, the property would prove nothing.
    expect(taken).toBeGreaterThan(100);
    expect(left).toBeGreaterThan(200);
  });

  it('accepts a usual message of all signals with an open incident, and of some in another order', () => {
    const story = enrolled()
      .reads('camera', 'unhealthy', 'gone')
      .reads('display:1', 'healthy')
      .reads('meeting-app', 'healthy')
      .wait(10 * minute)
      .sweeps();
    const { room, now } = story;
    const rest = idleStateOf(room, rules, now);
    const item = (signal: SignalId, detail = '') => {
      const state = signal === 'camera' ? 'unhealthy' : 'healthy';
      return { form: 'reading', signal, state, detail, observedAt: now };
    };
    const glanced = (items: readonly unknown[]): Match | null =>
      rest &&
      unchangedByFastPath(
        rest,
        observationsIn(room),
        { device, agent: '', items },
        { from: '', to: now },
        rules,
        now,
      );
    expect(glanced([item('camera', 'gone'), item('display:1'), item('meeting-app')])?.atMs).toBe(
      Date.parse(now),
    );
    expect(glanced([item('meeting-app'), item('camera', 'gone')])?.atMs).toBe(Date.parse(now));
    expect(glanced([item('camera', 'another')])).toBeNull();
    expect(glanced([item('display:1'), item('display:1')])).toBeNull();
    expect(glanced([])).toBeNull();
  });
});
