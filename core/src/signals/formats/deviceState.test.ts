import { describe, expect, it } from 'vitest';
import { deviceStateDevice, readDeviceState } from './deviceState.ts';

const alert = {
  AlertTitle: 'Panel of Room Ahorn has become offline',
  DeviceId: 'd-77',
  MetricValues: { DeviceHealthStatus: 'offline' },
  AlertRaisedAt: '2026-03-02T07:15:00Z',
};
const observedAt = '2026-03-02T07:15:00.000Z';

const withStatus = (DeviceHealthStatus: unknown) => ({
  ...alert,
  MetricValues: { DeviceHealthStatus },
});

describe('a device state alert', () => {
  it('reports the device as disconnected since the alert was raised', () => {
    expect(readDeviceState(alert)).toEqual({
      readings: [{ signal: 'connection', state: 'unhealthy', detail: 'offline', observedAt }],
      facts: [],
      rejected: [],
    });
  });

  it.each([
    ['OFFLINE', ['unhealthy']],
    [' Offline ', ['unhealthy']],
    ['online', ['healthy']],
    ['Healthy', ['healthy']],
    ['Non-urgent', []],
    ['Critical', []],
    ['unknown', []],
  ])('of %j', (status, states) => {
    const { readings, rejected } = readDeviceState(withStatus(status));
    expect(readings.map(({ state }) => state)).toEqual(states);
    expect(rejected).toEqual([]);
  });

  it.each([
    [withStatus('melted'), ['/MetricValues/DeviceHealthStatus']],
    [withStatus(0), ['/MetricValues/DeviceHealthStatus']],
    [{ ...alert, MetricValues: {} }, ['/MetricValues/DeviceHealthStatus']],
    [{ ...alert, MetricValues: null }, ['/MetricValues']],
    [{ ...alert, AlertRaisedAt: 'today' }, ['/AlertRaisedAt']],
    [{ ...alert, AlertRaisedAt: undefined }, ['/AlertRaisedAt']],
    [{}, ['/MetricValues', '/AlertRaisedAt']],
  ])('%j is rejected with a pointer to the fault', (body, pointers) => {
    const { readings, rejected } = readDeviceState(body);
    expect([readings, rejected.map(({ pointer }) => pointer)]).toEqual([[], pointers]);
  });

  it.each([
    ['d-77', 'd-77'],
    [' d-77 ', 'd-77'],
    ['', null],
    [' ', null],
    ['x'.repeat(129), null],
    [77, null],
    [undefined, null],
  ])('contains the device %j', (DeviceId, expected) => {
    expect(deviceStateDevice({ ...alert, DeviceId })).toBe(expected);
  });
});
