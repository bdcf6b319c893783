import {
  defaultRules,
  type Input,
  type Instant,
  instantAfter,
  type Reading,
  type Room,
  type SignalId,
} from '@rooms-pro/core';
import { aProfile } from '@rooms-pro/testing/builders';
import { type FakeCosmos, startFakeCosmos } from '@rooms-pro/testing/cosmos';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { changeRoom } from '../changeRoom.ts';
import { noon, roomId } from '../contract/sampleRooms.suite.ts';
import { createLastSeen } from '../rooms/lastSeen.ts';
import type { Stored } from '../store.ts';
import { onFakeCosmos } from './cosmosTrial.suite.ts';
import { type CosmosStore, openCosmosStore } from './openCosmosStore.ts';
import type { CosmosOperation } from './requests/requestMeter.ts';

let fakeCosmos: FakeCosmos;
let store: CosmosStore;

beforeEach(async () => {
  fakeCosmos = await startFakeCosmos();
  store = await openCosmosStore(onFakeCosmos(fakeCosmos));
});
afterEach(async () => {
  await store.close();
  await fakeCosmos.stop();
  expect(fakeCosmos.offences).toEqual([]);
});

const minuteMs = 60_000;
const at = (minute: number): Instant => instantAfter(noon, minute * minuteMs);

const profile = aProfile({ name: 'Aquarium', groups: ['everyone', 'berlin'], expectedDisplays: 2 });
const signals: SignalId[] = [
  'display:1',
  'display:2',
  'display:console',
  'camera',
  'content-camera',
  'conference-microphone',
  'conference-speaker',
  'default-speaker',
  'meeting-app',
  'network',
  'signin-teams',
  'signin-exchange',
];

function telemetry(minute: number, unhealthy: readonly SignalId[]): Input {
  const readings = signals.map((signal): Reading => {
    const state = unhealthy.includes(signal) ? 'unhealthy' : 'healthy';
    const detail = state === 'healthy' ? '' : 'No signal on the HDMI input of this device';
    return { signal, state, detail, observedAt: at(minute) };
  });
  return { kind: 'telemetry', device: 'dev-1', readings, facts: [] };
}

/** The usage of `run` alone: the usage after it, minus the usage before it. */
async function measureUsage(run: () => Promise<void>) {
  const before = store.stats();
  await run();
  const after = store.stats();
  const operations = Object.entries(after.operations).flatMap(([name, usage]) => {
    const earlier = before.operations[name as CosmosOperation];
    const requestUnits = usage.requestUnits - earlier.requestUnits;
    return usage.calls > earlier.calls
      ? [{ name, calls: usage.calls - earlier.calls, requestUnits }]
      : [];
  });
  return { requestUnits: after.requestUnits - before.requestUnits, operations };
}

it('charges at most 30 request units for a transition', async () => {
  let known: Stored<Room> | null = null;
  let committed = 0;
  const change = async (minute: number, input: Input) => {
    const request = { roomId: roomId(1), input, correlationId: 'c-1', now: at(minute), known };
    const changed = await changeRoom(store, defaultRules, { ...request, via: 'platform' });
    expect(changed.advanced.ok).toBe(true);
    known = changed.stored;
    if (changed.committed) committed += 1;
  };
  await change(0, { kind: 'register', number: 1, profile });
  const lead = {
    kind: 'person',
    id: 'p1',
    name: 'Lea',
    role: 'lead',
    groups: ['everyone'],
  } as const;
  await change(1, { kind: 'command', actor: lead, command: { action: 'enrol' } });
  await change(2, telemetry(2, []));
  // From here the room has its full size: twelve signals, with the incidents of two devices.
  committed = 0;
  const { requestUnits } = await measureUsage(async () => {
    for (let hour = 1; hour <= 40; hour += 1) {
      const failing = signals.slice(0, hour % 2 === 0 ? 0 : 6);
      await change(hour * 60, telemetry(hour * 60, failing));
      await change(hour * 60 + 30, { kind: 'tick' });
    }
  });
  const size = JSON.stringify(known).length;
  const each = requestUnits / committed;
  console.log(
    `${committed} transitions of a room of ${(size / 1024).toFixed(1)} kB: ${each.toFixed(1)} RU each`,
  );
  expect(committed).toBeGreaterThan(40);
  expect(each).toBeLessThanOrEqual(30);
});

/** An hour in which each of 500 rooms sends every five minutes and nothing changes. */
async function quietHour(from: number, flushEveryMinutes: number): Promise<number> {
  const rooms = 500;
  const lastSeen = createLastSeen(store);
  let messages = 0;
  const { requestUnits } = await measureUsage(async () => {
    for (let minute = 0; minute < 60; minute += 1) {
      for (let number = minute % 5; number < rooms; number += 5) {
        lastSeen.heard(roomId(number), at(from + minute));
        messages += 1;
      }
      if (minute % flushEveryMinutes === flushEveryMinutes - 1) await lastSeen.flush();
    }
  });
  const each = requestUnits / messages;
  console.log(
    `${messages} unchanged messages, times written every ${flushEveryMinutes} min: ${each.toFixed(3)} RU each`,
  );
  return each;
}

it('charges at most 0.1 request units for an unchanged message', async () => {
  // The only write for an unchanged message is its time in a page of times; ingest compares in memory.
  await quietHour(0, 1);
  expect(await quietHour(60, 5)).toBeLessThanOrEqual(0.1);
});

it('counts every request on the network, by operation', async () => {
  const { operations } = await measureUsage(async () => {
    const request = { roomId: roomId(7), via: 'platform', correlationId: 'c', now: noon } as const;
    const input: Input = { kind: 'register', number: 7, profile };
    const { stored } = await changeRoom(store, defaultRules, { ...request, input, known: null });
    await changeRoom(store, defaultRules, { ...request, input: { kind: 'tick' }, known: stored });
    await store.room(roomId(7));
    await store.history(roomId(7), { limit: 10 });
    await store.feed(null, 10);
    await store.putDocument('setting', 'a', 1);
    await store.deleteDocument('setting', 'a');
  });
  const shown = operations.map(({ name, calls, requestUnits }) => [
    name,
    calls,
    Math.round(requestUnits * 10) / 10,
  ]);
  console.table(shown);
  const calls = Object.fromEntries(operations.map((one) => [one.name, one.calls]));
  // One read because the tick changed nothing on a known room, and one because the test reads the room.
  expect(calls).toMatchObject({ commit: 1, readRoom: 2, history: 1, putDocument: 1 });
  for (const { requestUnits } of operations) expect(requestUnits).toBeGreaterThan(0);
});
