import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain, factsIn } from './explain.ts';

const early = '2026-03-02T07:15:00Z';
const late = '2026-03-02T07:20:00Z';

const event = (Description: string) => ({
  OperationName: 'HardwareCheckEngine',
  OperationResult: 'Fail',
  Description,
});
const reading = (signal: string, state: string, observedAt = early) => ({
  form: 'reading',
  signal,
  state,
  observedAt,
});
const message = (items: readonly unknown[], device = 'mtr-5') => ({
  device,
  sentAt: early,
  seq: 1,
  items,
});
const envelope = (...items: unknown[]) => ({ messages: [message(items)] });

const pointersOf = (payload: unknown) =>
  explain(payload, 'both').rejected.map(({ pointer }) => pointer);

describe('formats', () => {
  it.each([
    ['mtr-event', event('Camera status : Healthy.')],
    ['mtr-event', { Description: 'Camera status : Healthy.' }],
    [
      'mtr-event',
      { form: 'mtr-event', observedAt: early, event: event('Camera status : Healthy.') },
    ],
    ['graph-health', { connection: null }],
    ['graph-health', { value: { '@odata.type': '#microsoft.graph.teamworkDeviceHealth' } }],
    ['graph-device', { value: { healthStatus: 'Healthy' } }],
    ['graph-devices', { value: [] }],
    ['graph-activity', { activePeripherals: {} }],
    ['graph-configuration', { softwareVersions: {} }],
    ['graph-operation', { operationType: 'deviceRestart' }],
    ['device-state', { MetricValues: { DeviceHealthStatus: 'offline' }, AlertRaisedAt: early }],
    ['reading', { signal: 'camera', state: 'healthy' }],
    ['reading', reading('camera', 'healthy')],
    ['envelope', { messages: [] }],
    ['envelope', message([])],
    [null, {}],
    [null, []],
    [null, null],
    [null, 'Camera status : Healthy.'],
    [null, { form: 'smoke-signal' }],
    [null, JSON.parse('{"__proto__": {"messages": []}}')],
  ])('%s', (format, payload) => {
    expect(explain(payload, 'both').format).toBe(format);
  });

  it('accepts any payload', () => {
    const keys = fc.constantFrom(
      'messages',
      'items',
      'device',
      'form',
      'value',
      'event',
      'body',
      'signal',
      'MetricValues',
      'connection',
      'OperationName',
    );
    const payloads = fc.oneof(
      fc.anything(),
      fc.dictionary(keys, fc.anything()),
      fc.dictionary(keys, fc.dictionary(keys, fc.anything())),
    );
    fc.assert(
      fc.property(payloads, fc.constantFrom('teams', 'sfb', 'both'), (payload, mode) => {
        const told = explain(payload, mode);
        expect(Object.keys(told)).toEqual(['format', 'readings', 'rejected', 'tickets']);
        if (told.format === null) expect(told.rejected).not.toEqual([]);
      }),
    );
  });
});

describe('incidents that would open', () => {
  it('are those of unhealthy signals, and no others', () => {
    expect(explain(event('Camera status : Unhealthy. Lamp status : Off.'), 'both')).toEqual({
      format: 'mtr-event',
      readings: [{ signal: 'camera', state: 'unhealthy', detail: '' }],
      rejected: [{ pointer: '/event/Description', reason: 'No component is called "Lamp".' }],
      tickets: ['camera'],
    });
  });

  it.each([
    ['teams', ['signin-teams']],
    ['sfb', ['signin-skype']],
    ['both', ['signin-teams', 'signin-skype']],
  ] as const)('in a room of mode %s', (mode, tickets) => {
    const payload = event('Signin status: Unhealthy. Teams Signin status: Unhealthy.');
    const told = explain(payload, mode);
    expect(told.tickets).toEqual(tickets);
    expect(told.readings).toHaveLength(2);
  });

  it('are only that of the connection when it is lost', () => {
    const payload = envelope(reading('camera', 'unhealthy'), reading('connection', 'unhealthy'));
    expect(explain(payload, 'both').tickets).toEqual(['connection']);
    const other = message([reading('network', 'unhealthy')], 'mtr-6');
    const both = { messages: [...payload.messages, other] };
    expect(explain(both, 'both').tickets).toEqual(['connection', 'network']);
  });

  it.each([
    [['unhealthy', early], ['healthy', late], []],
    [['healthy', late], ['unhealthy', early], []],
    [['healthy', early], ['unhealthy', late], ['camera']],
    [['unhealthy', late], ['healthy', early], ['camera']],
  ] as const)('goes by the latest of several: %j then %j', (one, other, tickets) => {
    const payload = envelope(
      reading('camera', one[0], one[1]),
      reading('camera', other[0], other[1]),
    );
    expect(explain(payload, 'both').tickets).toEqual(tickets);
  });

  it.each([
    ['Front of Room Display status : Healthy.', 1],
    ['Front of Room Display status : Healthy. Configured display count is 3.', 3],
    ['Front of Room Display status : Healthy. Configured display count is 300.', 1],
  ])('include the displays of the payload: %s', (description, count) => {
    const { readings } = explain(event(description), 'both');
    expect(readings.map(({ signal }) => signal)).toEqual(
      ['display:1', 'display:2', 'display:3'].slice(0, count),
    );
  });

  it('distinguishes devices of a list by id', () => {
    const device = (id: unknown, healthStatus: unknown) => ({
      id,
      healthStatus,
      hardwareDetail: { uniqueId: 'u' },
    });
    const told = explain(
      {
        value: [
          device('a', 'Offline'),
          device('b', 'healthy'),
          device(null, 'offline'),
          device('c', 5),
          3,
        ],
      },
      'both',
    );
    expect(told.readings.map(({ state }) => state)).toEqual(['unhealthy', 'healthy']);
    expect(told.tickets).toEqual(['connection']);
    expect(told.rejected.map(({ pointer }) => pointer)).toEqual([
      '/body/value/2/id',
      '/body/value/3/healthStatus',
      '/body/value/4/id',
    ]);
  });

  it('distinguishes restarts and versions', () => {
    const restart = { OperationName: 'Restart', OperationResult: 'Pass', AppVersion: '5.3.1' };
    expect(explain(restart, 'both').readings).toEqual([]);
    expect(factsIn(restart).map(({ kind }) => kind)).toEqual(['restarted', 'software']);
  });
});

describe('pointers', () => {
  it('point into an envelope', () => {
    const lamp = { form: 'mtr-event', observedAt: early, event: event('Lamp status : Off.') };
    const good = reading('camera', 'unhealthy');
    expect(pointersOf({ messages: [message([]), message([good, lamp])] })).toEqual([
      '/messages/1/items/1/event/Description',
    ]);
    expect(pointersOf(message([lamp]))).toEqual(['/items/0/event/Description']);
  });

  it.each([
    [7, '/items/0'],
    [{ form: 'song' }, '/items/0/form'],
    [{ form: 'toString' }, '/items/0/form'],
    [{ ...reading('camera', 'healthy'), mood: 1 }, '/items/0'],
    [reading('cam', 'healthy'), '/items/0/signal'],
    [reading('display', 'healthy'), '/items/0/signal'],
    [reading('display:all', 'healthy'), '/items/0/signal'],
    [reading('camera', 'Healthy'), '/items/0/state'],
    [{ ...reading('camera', 'healthy'), detail: 'x'.repeat(501) }, '/items/0/detail'],
    [{ ...reading('camera', 'healthy'), detail: null }, '/items/0/detail'],
    [reading('camera', 'healthy', '2026-03-02 07:15'), '/items/0/observedAt'],
    [{ form: 'mtr-event', event: event('Camera status : Healthy.') }, '/items/0/observedAt'],
    [{ form: 'mtr-event', observedAt: early }, '/items/0/event'],
    [{ form: 'graph-health', body: [] }, '/items/0/body'],
    [{ form: 'graph-health', observedAt: 'now', body: {} }, '/items/0/observedAt'],
    [{ form: 'graph-health', body: { healthStatus: 1 } }, '/items/0/body/healthStatus'],
    [{ form: 'device-state', body: {} }, '/items/0/body/MetricValues'],
  ])('of the bad item %j beside a good one', (item, pointer) => {
    const told = explain(message([item, reading('network', 'unhealthy')]), 'both');
    expect(told.rejected[0]?.pointer).toBe(pointer);
    expect(told.tickets).toEqual(['network']);
  });

  it.each([
    [{ messages: 3 }, '/messages'],
    [{ messages: [] }, '/messages'],
    [{ messages: Array.from({ length: 101 }, () => message([])) }, '/messages'],
    [{ messages: [null] }, '/messages/0'],
    [{ messages: [{ ...message([]), device: '' }] }, '/messages/0/device'],
    [{ messages: [{ ...message([]), device: 'd'.repeat(129) }] }, '/messages/0/device'],
    [{ messages: [{ ...message([]), sentAt: 'now' }] }, '/messages/0/sentAt'],
    [{ messages: [{ ...message([]), seq: -1 }] }, '/messages/0/seq'],
    [{ messages: [{ ...message([]), seq: 1.5 }] }, '/messages/0/seq'],
    [{ messages: [{ ...message([]), agent: 1 }] }, '/messages/0/agent'],
    [{ ...message([]), items: {} }, '/items'],
    [message(Array.from({ length: 201 }, () => 0)), '/items'],
  ])('of a message that cannot be read', (payload, pointer) => {
    const told = explain(payload, 'both');
    expect([told.readings, told.rejected.map((part) => part.pointer)]).toEqual([[], [pointer]]);
  });

  it.each([
    [{ OperationName: 'Lunch', OperationResult: 'Pass' }, '/event/OperationName'],
    [{ value: { healthStatus: 1 } }, '/body/value/healthStatus'],
    [{ MetricValues: {}, AlertRaisedAt: early }, '/body/MetricValues/DeviceHealthStatus'],
    [{ signal: 'camera', state: 'fine' }, '/state'],
  ])('of the bare payload %j', (payload, pointer) => {
    expect(pointersOf(payload)).toEqual([pointer]);
  });
});
