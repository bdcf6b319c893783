/** The inputs of a scenario: what happens in its rooms. */
import {
  type Command,
  defaultRules,
  instantAfter,
  type OutageId,
  type ReadingState,
  type RoomId,
  type RoomProfile,
  type SignalId,
} from '@rooms-pro/core';
import { changeRoom, type Store } from '@rooms-pro/store';
import { aPerson, aProfile } from '../builders/index.ts';
import { type ManualClock, minute } from '../clock/manualClock.ts';

/** Who acts in a scenario when the test does not choose another person. */
export const anna = aPerson({ id: 'anna', name: 'Anna' });

/** What people, devices and the sweep do in rooms. It reaches the store as in the product. */
export function createRoomActions(store: Store, clock: Pick<ManualClock, 'now' | 'pass'>) {
  const change = (roomId: RoomId, input: Parameters<typeof changeRoom>[2]['input']) =>
    changeRoom(store, defaultRules, {
      roomId,
      input,
      via: 'platform',
      correlationId: 'scenario',
      now: clock.now(),
    });
  const act = (roomId: RoomId, command: Command, actor = anna) =>
    change(roomId, { kind: 'command', actor, command });
  const reads = (roomId: RoomId, signal: SignalId, state: ReadingState, detail = '') =>
    change(roomId, {
      kind: 'telemetry',
      device: `device-of-${roomId}`,
      readings: [{ signal, state, detail, observedAt: clock.now() }],
      facts: [],
    });
  const tick = (roomId: RoomId) => change(roomId, { kind: 'tick' });
  return {
    act,
    reads,
    tick,
    async addRoom(number: number, profile: Partial<RoomProfile> = {}): Promise<RoomId> {
      const id: RoomId = `room-${number}`;
      await change(id, {
        kind: 'register',
        number,
        profile: aProfile({ groups: ['hamburg'], expectedDisplays: 2, ...profile }),
      });
      await act(id, { action: 'enrol' });
      return id;
    },
    /** The signal is unhealthy until its incident opens. */
    async breaks(roomId: RoomId, signal: SignalId, detail = 'No signal'): Promise<void> {
      await reads(roomId, signal, 'unhealthy', detail);
      clock.pass(5 * minute);
      await tick(roomId);
    },
    /** No telemetry arrives for so long that the room counts as disconnected. */
    goesSilent(roomId: RoomId, outage?: OutageId) {
      const since = instantAfter(clock.now(), -20 * minute);
      const reason = 'noTelemetry';
      return change(roomId, { kind: 'silence', since, reason, ...(outage ? { outage } : {}) });
    },
    joins: (roomId: RoomId, outage: OutageId) => change(roomId, { kind: 'outage', outage }),
    /** The outage ends, and the room stays disconnected. */
    leaves: (roomId: RoomId, outage: OutageId) => change(roomId, { kind: 'outageOver', outage }),
    /** Telemetry without a reading. */
    beats: (roomId: RoomId) =>
      change(roomId, {
        kind: 'telemetry',
        device: `device-of-${roomId}`,
        readings: [],
        facts: [],
      }),
    async recovers(roomId: RoomId, signal: SignalId): Promise<void> {
      clock.pass(minute);
      await reads(roomId, signal, 'healthy');
    },
  };
}
