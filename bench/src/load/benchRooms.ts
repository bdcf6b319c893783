/** The dataset of the benchmark: rooms that differ only in their names, with twelve signals each, and one gateway. */
import path from 'node:path';
import {
  advance,
  defaultRules,
  type Input,
  type Instant,
  type ReadingState,
  type Room,
  type RoomEvent,
  type RoomProfile,
  type Rules,
  type SignalId,
} from '@rooms-pro/core';
import { registerKey } from '@rooms-pro/ingest';
import { createLastSeen, openSqliteStore, type Store } from '@rooms-pro/store';
import { aProfile } from '@rooms-pro/testing/builders';

/** The signals that every room reports. */
export const benchSignals: readonly SignalId[] = [
  'display:1',
  'display:2',
  'display:console',
  'conference-microphone',
  'conference-speaker',
  'default-speaker',
  'camera',
  'content-camera',
  'hdmi-ingest',
  'signin-exchange',
  'signin-teams',
  'proximity-sensor',
];

/** The default rules, except that an incident opens at the first unhealthy reading, without a delay. */
export const benchRules: Rules = {
  ...defaultRules,
  byType: Object.fromEntries(
    Object.entries(defaultRules.byType).map(([type, rule]) => [type, { ...rule, opensAfterMs: 0 }]),
  ) as Rules['byType'],
};

/** The gateway key that sends telemetry for every room. */
export const gatewayKey = `rpm_${'bench'.padEnd(43, '0')}`;

/** The number of subscribed conversations; each subscribes to the rooms of one group. */
export const conversationCount = 50;

export const deviceId = (index: number): string => `bench-${index}`;
const firstNumber = 1001;

export type DatasetOptions = {
  /** The folder in which the database is created. */
  readonly folder: string;
  readonly rooms: number;
  readonly signals: readonly SignalId[];
  /** Signals that are unhealthy from the start; the others are healthy. */
  readonly unhealthy: readonly SignalId[];
  /** The service URL of the subscribed conversations; `null` for no subscriptions. */
  readonly serviceUrl: string | null;
};

/** The number of rooms written in parallel: the store commits them together. */
const roomsPerBatch = 250;

/** Writes a dataset into an empty folder, in the state in which the platform leaves it after a stop. */
export async function writeDataset(options: DatasetOptions): Promise<void> {
  const store = openSqliteStore({ file: path.join(options.folder, 'rooms.sqlite') });
  const now: Instant = new Date().toISOString();
  const lastSeen = createLastSeen(store);
  await registerKey(store, gatewayKey, { kind: 'gateway', name: 'bench' }, now);
  if (options.serviceUrl !== null) await subscribeAll(store, options.serviceUrl, now);
  for (let from = 0; from < options.rooms; from += roomsPerBatch) {
    const count = Math.min(roomsPerBatch, options.rooms - from);
    const indexes = Array.from({ length: count }, (_, offset) => from + offset);
    await Promise.all(
      indexes.map(async (index) => {
        const room = await writeRoom(store, options, index, now);
        lastSeen.heard(room.id, now);
      }),
    );
  }
  await lastSeen.flush();
  await store.close();
}

async function writeRoom(
  store: Store,
  options: DatasetOptions,
  index: number,
  now: Instant,
): Promise<Room> {
  const number = firstNumber + index;
  const device = deviceId(index);
  const inputs: Input[] = [
    { kind: 'register', number, profile: roomProfile(index) },
    { kind: 'command', actor: { kind: 'platform' }, command: { action: 'enrol' } },
    {
      kind: 'telemetry',
      device,
      facts: [],
      readings: options.signals.map((signal) => {
        const state: ReadingState = options.unhealthy.includes(signal) ? 'unhealthy' : 'healthy';
        return { signal, state, detail: '', observedAt: now };
      }),
    },
  ];
  const { room, changes } = applyInputs(inputs, now);
  const { id, revision } = room;
  const origin = { by: 'platform', via: 'platform', correlationId: 'bench' } as const;
  const event: RoomEvent = { roomId: id, revision, at: now, ...origin, changes };
  await store.transact(id, () => ({ commit: { room, event }, answer: null }));
  await store.putDocument('device', device, { roomId: id });
  return room;
}

/** Applies the inputs and returns the room with the changes of the last input. */
function applyInputs(inputs: readonly Input[], now: Instant) {
  let room: Room | null = null;
  let last: Extract<ReturnType<typeof advance>, { ok: true }> | null = null;
  for (const input of inputs) {
    const advanced = advance(room, input, benchRules, now);
    if (!advanced.ok)
      throw new Error(`The dataset rejected ${input.kind}: ${advanced.rejection.code}`);
    room = advanced.room;
    last = advanced;
  }
  if (last === null) throw new Error('The room has no inputs.');
  return last;
}

function roomProfile(index: number): RoomProfile {
  const building = 1 + (index % 40);
  return aProfile({
    name: `Room ${index + 1}`,
    building: `House ${building}`,
    floor: String(1 + (index % 7)),
    groups: [`group-${index % conversationCount}`],
    expectedDisplays: 2,
  });
}

/** Writes the documents that the bot writes when it is installed and subscribed in a channel. */
async function subscribeAll(store: Store, serviceUrl: string, since: Instant): Promise<void> {
  for (let index = 0; index < conversationCount; index += 1) {
    const conversationId = `19:bench-${index}@thread.tacv2`;
    const filter = { groups: [`group-${index}`] };
    await store.putDocument('conversation', conversationId, {
      ...{ conversationId, kind: 'channel', serviceUrl, tenantId: null },
      ...{ teamId: null, botId: '28:bench', readerId: null },
    });
    await store.putDocument('subscription', conversationId, { conversationId, since, filter });
  }
}
