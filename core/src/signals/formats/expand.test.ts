import { describe, expect, it } from 'vitest';
import type { RawReading } from '../../telemetry.ts';
import { expandReadings } from './expand.ts';

const observedAt = '2026-03-02T07:15:00.000Z';
const said = (
  signal: RawReading['signal'],
  state: RawReading['state'] = 'healthy',
): RawReading => ({
  signal,
  state,
  detail: 'as said',
  observedAt,
});

const room = { expectedDisplays: 1, knownDisplays: [], mode: 'both' } as const;

describe('readings of a room', () => {
  it('stay unchanged when they concern one signal, in order, with their index', () => {
    const readings = [said('camera', 'unhealthy'), said('display:console'), said('signin-skype')];
    expect(expandReadings(readings, room)).toEqual(
      readings.map((reading, from) => ({ reading, from })),
    );
  });

  it.each([
    [1, [], ['display:1']],
    [3, [], ['display:1', 'display:2', 'display:3']],
    [1, ['display:3', 'display:console'], ['display:1', 'display:3']],
    [2, ['display:10', 'display:2'], ['display:1', 'display:2', 'display:10']],
    [0, ['display:console'], []],
    [0, ['display:2'], ['display:2']],
  ] as const)(
    '%i expected and %j known: all displays are %j',
    (expectedDisplays, knownDisplays, all) => {
      const readings = [said('camera'), said('display:all', 'notApplicable')];
      const expanded = expandReadings(readings, { ...room, expectedDisplays, knownDisplays });
      expect(expanded.slice(1)).toEqual(
        all.map((signal) => ({ reading: said(signal, 'notApplicable'), from: 1 })),
      );
    },
  );

  it('never contain more displays than there are ids', () => {
    const expanded = expandReadings([said('display:all')], { ...room, expectedDisplays: 1e9 });
    expect(expanded).toHaveLength(16);
  });

  it.each([
    ['teams', 'signin-skype', 'notApplicable'],
    ['teams', 'signin-teams', 'unhealthy'],
    ['teams', 'signin-exchange', 'unhealthy'],
    ['sfb', 'signin-teams', 'notApplicable'],
    ['sfb', 'signin-skype', 'unhealthy'],
    ['both', 'signin-skype', 'unhealthy'],
    ['both', 'signin-teams', 'unhealthy'],
  ] as const)('mode %s: an unhealthy %s is %s', (mode, signal, state) => {
    const [expanded] = expandReadings([said(signal, 'unhealthy')], { ...room, mode });
    expect(expanded?.reading.state).toBe(state);
  });
});
