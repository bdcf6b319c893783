/** The first contact of a room in its history, also in events of earlier versions. */
import { defaultRules, type RoomEvent } from '@rooms-pro/core';
import { expect, it } from 'vitest';
import { presentHistory, presentRoomHistory } from './presentHistory.ts';

const at = '2026-03-02T08:00:00.000Z';
const connected = (change: object): RoomEvent => ({
  roomId: 'room-1001',
  revision: 2,
  at,
  by: 'platform',
  via: 'platform',
  correlationId: 'c-1',
  changes: [
    { type: 'room.connected', signal: 'connection', disconnectedSince: at, ...change },
  ] as RoomEvent['changes'],
});

it.each([
  ['as it is marked', { isFirst: true, disconnectedSince: '2026-03-01T08:00:00.000Z' }, true],
  ['of a discovered room, without a mark', {}, true],
  ['after a disconnection', { disconnectedSince: '2026-03-01T08:00:00.000Z' }, false],
])('tells a connection %s', (_, change, isFirst) => {
  const event = connected(change);
  const [room] = presentRoomHistory([event], defaultRules, 'UTC');
  const [ticket] = presentHistory([event], 'connection', defaultRules, 'UTC');
  expect(room?.sentence).toBe(ticket?.sentence);
  expect(room?.sentence).toMatch(isFirst ? /^The first telemetry/ : /arrives again/);
});
