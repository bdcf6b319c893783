import { defaultRules, type Input } from '@rooms-pro/core';
import { aPerson, aProfile } from '@rooms-pro/testing/builders';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ChangeRequest, changeRoom } from './changeRoom.ts';
import { openSqliteStore, type SqliteStore } from './sqlite/sqliteStore.ts';

const noon = '2026-11-22T12:00:00.000Z';
const profile = aProfile({ name: 'Aquarium', groups: ['everyone'] });
const register: Input = { kind: 'register', number: 1, profile };
const lead = aPerson({ id: 'p1', name: 'Lea', role: 'lead', groups: ['everyone'] });
const enrol: Input = { kind: 'command', actor: lead, command: { action: 'enrol' } };
const telemetry: Input = {
  kind: 'telemetry',
  device: 'dev-1',
  readings: [{ signal: 'camera', state: 'healthy', detail: '', observedAt: noon }],
  facts: [],
};

let store: SqliteStore;
beforeEach(() => {
  store = openSqliteStore({ file: ':memory:' });
});
afterEach(() => store.close());

function change(input: Input, more: Partial<ChangeRequest> = {}) {
  const via = input.kind === 'command' ? 'tab' : 'platform';
  const request = {
    roomId: 'room-1',
    input,
    via,
    correlationId: 'c-1',
    now: noon,
    ...more,
  } as const;
  return changeRoom(store, defaultRules, request);
}

it('commits the next room with the event that led there', async () => {
  const { advanced, stored, committed } = await change(register);
  expect(committed).toBe(true);
  expect(advanced).toMatchObject({ ok: true, room: stored?.value });
  expect(await store.room('room-1')).toEqual(stored);
  expect(await store.history('room-1', { limit: 10 })).toEqual([
    {
      roomId: 'room-1',
      revision: 1,
      at: noon,
      by: 'platform',
      via: 'platform',
      correlationId: 'c-1',
      changes: [{ type: 'room.registered', name: 'Aquarium' }],
    },
  ]);
});

it('names the person who acted, with the way in, and nothing that authorises them', async () => {
  await change(register);
  await change(enrol);
  const [event] = await store.history('room-1', { limit: 1 });
  expect(event).toMatchObject({ revision: 2, via: 'tab' });
  expect(event?.by).toEqual({ id: 'p1', name: 'Lea' });
});

it('writes nothing when the input is rejected', async () => {
  const missing = await change(enrol);
  expect(missing).toEqual({
    advanced: { ok: false, rejection: { code: 'roomUnknown' } },
    stored: null,
    committed: false,
  });
  const { stored } = await change(register);
  const again = await change(register);
  expect(again).toEqual({
    advanced: { ok: false, rejection: { code: 'roomExists' } },
    stored,
    committed: false,
  });
  expect(await store.history('room-1', { limit: 10 })).toHaveLength(1);
});

it('writes nothing for unchanged telemetry, and answers the newer times to keep in memory', async () => {
  await change(register);
  const first = await change(telemetry);
  expect(first.committed).toBe(true);
  const before = store.stats();
  const later = '2026-11-22T12:05:00.000Z';
  const [reading] = telemetry.readings;
  const beat: Input = {
    ...telemetry,
    readings: reading ? [{ ...reading, observedAt: later }] : [],
  };
  const second = await change(beat, { known: first.stored, now: later });
  expect(second).toMatchObject({ committed: false, stored: first.stored });
  expect(second.advanced).toMatchObject({
    verdicts: ['unchanged'],
    room: { signals: { camera: { observedAt: later } } },
  });
  expect(store.stats()).toEqual(before);
});

it('enrols once when two people click at the same time', async () => {
  const { stored } = await change(register);
  const both = await Promise.all([
    change(enrol, { known: stored }),
    change(enrol, { known: stored }),
  ]);
  expect(both.map((one) => one.committed)).toEqual([true, false]);
  expect(both[1]?.advanced).toEqual({ ok: false, rejection: { code: 'alreadyEnrolled' } });
});
