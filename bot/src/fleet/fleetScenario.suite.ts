/** For tests: rooms whose state comes from the single write path, without a store. */
import {
  advance,
  type Command,
  defaultRules,
  type Input,
  type Instant,
  instantAfter,
  type Person,
  type Room,
  type RoomProfile,
  ruleFor,
  type SignalId,
} from '@rooms-pro/core';
import { aPerson, aProfile } from '@rooms-pro/testing/builders';

export const start: Instant = '2026-03-02T08:00:00.000Z';

export const mia = aPerson();
/** A person with these room groups. */
export const personOf = (role: Person['role'], ...groups: string[]): Person => ({
  ...mia,
  id: `${role}-${groups.join('-')}`,
  role,
  groups,
});

const profile = aProfile({
  name: 'Lighthouse',
  building: 'Pier West',
  floor: '2',
  groups: ['west'],
  expectedDisplays: 2,
});

/** The room after this input. A refused input is a mistake in the test. */
export function after(room: Room | null, input: Input, now: Instant): Room {
  const advanced = advance(room, input, defaultRules, now);
  if (!advanced.ok) throw new Error(`Refused: ${JSON.stringify(advanced.rejection)}`);
  return advanced.room;
}

/** A room that is enrolled, connected and healthy. */
export function makeRoom(number: number, over: Partial<RoomProfile> = {}): Room {
  const register: Input = { kind: 'register', number, profile: { ...profile, ...over } };
  const enrolled = does(after(null, register, start), { action: 'enrol' }, start);
  return after(
    enrolled,
    { kind: 'telemetry', device: `dev-${number}`, readings: [], facts: [] },
    start,
  );
}

/** Executes an action of a manager on the room. */
export function does(room: Room, command: Command, now: Instant): Room {
  return after(room, { kind: 'command', actor: mia, command }, now);
}

/** The device reports this state. */
export function reads(
  room: Room,
  signal: SignalId,
  state: 'healthy' | 'unhealthy',
  now: Instant,
  detail = '',
): Room {
  const readings = [{ signal, state, detail, observedAt: now }];
  return after(room, { kind: 'telemetry', device: `dev-${room.number}`, readings, facts: [] }, now);
}

/** The signal was unhealthy for the time that its rule requires, so its incident opens at `openedAt`. */
export function breaks(room: Room, signal: SignalId, openedAt: Instant, detail = ''): Room {
  const failedAt = instantAfter(openedAt, -ruleFor(defaultRules, signal).opensAfterMs);
  return after(reads(room, signal, 'unhealthy', failedAt, detail), { kind: 'tick' }, openedAt);
}
