import { advance, defaultRules, idleStateOf, type ReadingState } from '@rooms-pro/core';
import { aRoom } from '@rooms-pro/testing/builders';
import { expect, it } from 'vitest';
import { createExpectedSharing } from './shareExpected.ts';

const now = '2026-11-22T12:00:00.000Z';

/** The idle state of a room whose device has reported its camera. */
function idleRoom(name: string, state: ReadingState) {
  const readings = [{ signal: 'camera', state, detail: '', observedAt: now }] as const;
  const input = { kind: 'telemetry', device: 'dev-1', facts: [], readings } as const;
  const advanced = advance(aRoom({ name }), input, defaultRules, now);
  const idle = advanced.ok ? idleStateOf(advanced.room, defaultRules, now) : null;
  if (idle === null) throw new Error('The room is not idle.');
  return idle;
}

it('rooms with the same known state share their expectations, other rooms do not', () => {
  const share = createExpectedSharing();
  const first = idleRoom('Lighthouse 2', 'healthy');
  const second = idleRoom('Pier 3', 'healthy');
  expect(second.known).not.toBe(first.known);
  expect(share(first)).toEqual(first);
  expect(share(second).known).toBe(first.known);
  const other = idleRoom('Pier 4', 'unhealthy');
  expect(share(other).known).toEqual(other.known);
  expect(share(other).known).not.toBe(first.known);
});
