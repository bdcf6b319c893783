import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { telemetryItem } from '../../contracts/telemetry/messages.ts';
import { signalTypes } from '../../words.ts';
import { readItem } from './items.ts';

const now = '2026-11-22T08:00:00.000Z';
const reading = { form: 'reading', signal: 'camera', state: 'healthy', observedAt: now };
const device = { form: 'device', observedAt: now };
const result = { form: 'command-result', id: 'c-1', outcome: 'failed', observedAt: now };

const faultOf = (item: unknown) => readItem(item, now).rejected[0]?.pointer;

describe('one item', () => {
  it.each([
    [null, ''],
    [[], ''],
    ['reading', ''],
    [{}, '/form'],
    [{ form: 'constructor' }, '/form'],
    [{ ...reading, colour: 'red' }, ''],
    [JSON.parse('{"form":"reading","__proto__":{}}'), ''],
    [{ ...reading, signal: 'toaster' }, '/signal'],
    [{ ...reading, signal: 'display' }, '/signal'],
    [{ ...reading, signal: 7 }, '/signal'],
    [{ ...reading, state: 'unknown' }, '/state'],
    [{ ...reading, detail: null }, '/detail'],
    [{ ...reading, detail: 'x'.repeat(501) }, '/detail'],
    [{ ...reading, observedAt: undefined }, '/observedAt'],
    [{ ...reading, observedAt: '2026-11-22T08:00:00' }, '/observedAt'],
    [{ ...reading, observedAt: '2026-02-30T08:00:00.000Z' }, '/observedAt'],
    [{ form: 'mtr-event', observedAt: now, event: [] }, '/event'],
    [{ form: 'mtr-event', observedAt: now, event: {} }, '/event/OperationName'],
    [{ form: 'graph-health', body: null }, '/body'],
    [{ form: 'device-state' }, '/body'],
    [{ ...device, inMeeting: 'no' }, '/inMeeting'],
    [{ ...device, appVersion: null }, '/appVersion'],
    [{ ...device, ipAddress: 'here' }, '/ipAddress'],
    [{ ...result, id: '' }, '/id'],
    [{ ...result, outcome: 'expired' }, '/outcome'],
  ])('%j is refused at %j', (item, pointer) => {
    expect(faultOf(item)).toBe(pointer);
  });

  it('tells its time in our own form, whatever the zone and precision', () => {
    const at = (observedAt: string) => readItem({ ...reading, observedAt }, now).readings[0];
    expect(at('2026-11-22T10:00+02:00')?.observedAt).toBe(now);
    expect(at('2026-11-30T08:00:00.123456Z')?.observedAt).toBe('2026-11-30T08:00:00.123Z');
    expect(at('2024-02-29T08:00:00.000Z')?.observedAt).toBe('2024-02-29T08:00:00.000Z');
  });
});

const instants = fc.oneof(
  fc.constantFrom(now, '2026-11-22T08:00Z', '2026-11-22T24:00:00Z', '2026-02-29T08:00:00.000Z'),
  fc.constantFrom('2026-11-22T08:00:00+24:00', '2026-13-01T00:00:00Z', 'now', '2026-11-22'),
  fc.date({ noInvalidDate: true, min: new Date('0001'), max: new Date('9999') }).map(toText),
);
function toText(date: Date): string {
  return date.toISOString();
}
const anything = fc.oneof(fc.jsonValue(), fc.string({ maxLength: 600 }));
const mostly = (good: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 5, arbitrary: good }, { weight: 1, arbitrary: anything });
const items = fc.oneof(
  fc.jsonValue(),
  fc.record(
    {
      form: mostly(
        fc.constantFrom(
          'reading',
          'mtr-event',
          'graph-health',
          'device-state',
          'device',
          'command-result',
        ),
      ),
      signal: mostly(fc.constantFrom(...signalTypes, 'display:1', 'display:console')),
      state: mostly(fc.constantFrom('healthy', 'unhealthy', 'notApplicable')),
      detail: mostly(fc.string({ maxLength: 501 })),
      observedAt: mostly(instants),
      event: mostly(fc.constant({ OperationName: 'HeartBeat', OperationResult: 'Pass' })),
      body: mostly(fc.constant({ connection: { connectionStatus: 'connected' } })),
      appVersion: mostly(fc.constant('5.1')),
      osVersion: mostly(fc.constant('10.0')),
      inMeeting: mostly(fc.boolean()),
      ipAddress: mostly(fc.constant('10.0.0.1')),
      id: mostly(fc.constant('c-1')),
      outcome: mostly(fc.constantFrom('succeeded', 'failed', 'refused')),
    },
    { requiredKeys: ['form'] },
  ),
);
const ownMembers = new Map<unknown, readonly string[]>(
  Object.entries({
    reading: ['signal', 'state', 'detail', 'observedAt'],
    'mtr-event': ['observedAt', 'event'],
    'graph-health': ['observedAt', 'body'],
    'device-state': ['body'],
    device: ['observedAt', 'appVersion', 'osVersion', 'inMeeting', 'ipAddress'],
    'command-result': ['id', 'outcome', 'detail', 'observedAt'],
  }),
);
/** An item whose members are its form's own, so that few fail for a stranger alone. */
const fitting = items.map((item) => {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return item;
  const own = ownMembers.get((item as { form?: unknown }).form);
  return own === undefined
    ? item
    : Object.fromEntries(
        Object.entries(item).filter(([name]) => name === 'form' || own.includes(name)),
      );
});

/** Where the reader knows more than the schema can say: names, and what is inside a payload. */
const readerKnows =
  /^\/(?:signal|event|body|appVersion|osVersion|ipAddress|id)(?:\/|$)|^\/(?:event|body)\//;

describe('the schema for senders and the reader', () => {
  it('take and refuse the same items', () => {
    fc.assert(
      fc.property(fc.oneof(items, fitting), (item) => {
        const isTaken = telemetryItem.safeParse(item).success;
        const faults = readItem(item, now).rejected.map(({ pointer }) => pointer);
        if (isTaken) expect(faults.filter((pointer) => !readerKnows.test(pointer))).toEqual([]);
        else expect(faults).not.toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });

  it('agree on the plain ones', () => {
    for (const item of [reading, device, result, { ...reading, detail: 'Dark' }]) {
      expect(telemetryItem.safeParse(item).success).toBe(true);
      expect(readItem(item, now).rejected).toEqual([]);
    }
  });
});
