import { readMtrEvent } from '@rooms-pro/core';
import { describe, expect, it } from 'vitest';
import { findScenario } from '../stories/stories.ts';
import {
  type Condition,
  type DeviceIdentity,
  hardwareEvent,
  healthyCondition,
  heartbeatEvent,
  regularEvents,
  restartEvent,
} from './events.ts';

const identity: DeviceIdentity = {
  device: 'mtr-hh-03',
  displayName: 'Compass 1.03',
  displays: 2,
  usesSkype: false,
  address: '192.0.2.7',
};
const at = '2026-11-22T08:00:00.000Z';

/** The readings that the platform extracts from both regular events, by signal. */
function readingsOf(condition: Condition): Record<string, string> {
  const events = [heartbeatEvent(identity, condition), hardwareEvent(identity, condition)];
  const read = events.map((event) => readMtrEvent(event, at));
  expect(read.flatMap(({ rejected }) => rejected)).toEqual([]);
  return Object.fromEntries(
    read.flatMap(({ readings }) => readings.map(({ signal, state }) => [signal, state])),
  );
}

function unhealthyIn(condition: Condition): string[] {
  const readings = Object.entries(readingsOf(condition));
  return readings.flatMap(([signal, state]) => (state === 'unhealthy' ? [signal] : []));
}

describe('simulated events', () => {
  it('report all signals as healthy without faults', () => {
    const readings = readingsOf(healthyCondition);
    expect(new Set(Object.values(readings))).toEqual(new Set(['healthy']));
    expect(Object.keys(readings)).toContain('display:all');
  });

  it.each([
    ['display-fails', ['display:2']],
    ['microphone-and-displays', ['display:1', 'display:2', 'conference-microphone']],
    ['signin-fails', ['signin-exchange', 'signin-teams']],
    ['flapping', ['camera']],
    ['warning-ages', ['default-speaker']],
    ['recovers', []],
  ])('tell %s as the platform understands it', (name, signals) => {
    const [step] = findScenario(name)?.steps(1) ?? [];
    const condition = step?.change(healthyCondition, identity.displays) ?? healthyCondition;
    expect(unhealthyIn(condition).toSorted()).toEqual(signals.toSorted());
  });

  it('contain the Skype sign-in only when the room uses it', () => {
    const condition = { ...healthyCondition, canSignIn: false };
    expect(readingsOf(condition)['signin-skype']).toBe('notApplicable');
    const both = heartbeatEvent({ ...identity, usesSkype: true }, condition);
    expect(both['Description']).toContain('Signin status: Healthy.');
  });

  it('end when the app stops', () => {
    const stopped = { ...healthyCondition, hasAppStopped: true };
    expect(regularEvents(identity, stopped)).toEqual([]);
    expect(regularEvents(identity, healthyCondition).length).toBe(2);
  });

  it('report a restart as a fact, not as a reading', () => {
    const { readings, facts } = readMtrEvent(restartEvent(identity, healthyCondition), at);
    expect(readings).toEqual([]);
    expect(facts).toContainEqual({ kind: 'restarted', at });
  });
});
