/** The world of the benchmark: rooms that differ in name alone, twelve signals each, one gateway. */
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

/** What every room reports. */
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

/** The product's rules, but an incident opens with the first unhealthy reading: nobody waits here. */
export const benchRules: Rules = {
  ...defaultRules,
  byType: Object.fromEntries(
    Object.entries(defaultRules.byType).map(([type, rule]) => [type, { ...rule, opensAfterMs: 0 }]),
  ) as Rules['byType'],
};

/** The key that speaks for every room. */
export const gatewayKey = `rpm_${'bench'.padEnd(43, '0')}`;

/** How many conversations are subscribed, each to the rooms of one group. */
export const conversationCount = 50;

export const deviceOf = (index: number): string => `bench-${index}`;
const firstNumber = 1001;

export type WorldOptions = {
  /** Where the database is made. */
  readonly folder: string;
  readonly rooms: number;
  readonly signals: readonly SignalId[];
  /** Signals that are unhealthy from the start; the others are healthy. */
  readonly unhealthy: readonly SignalId[];
  /** Where subscribed conversations are reached; `null`: nobody subscribed. */
  readonly serviceUrl: string | null;
};

/** Rooms committed side by side: each turn of the event loop is one COMMIT. */
const roomsAtOnce = 250;

/** Writes a world into an empty folder, as the platform would find it after a stop. */
export async function writeWorld(options: WorldOptions): Promise<void> {
  const store = openSqliteStore({ file: path.join(options.folder, 'rooms.sqlite') });
  const now: Instant = new Date().toISOString();
  const lastSeen = createLastSeen(store);
  await registerKey(store, gatewayKey, { kind: 'gateway', name: 'bench' }, now);
  if (options.serviceUrl !== null) await subscribeAll(store, options.serviceUrl, now);
  for (let from = 0; from < options.rooms; from += roomsAtOnce) {
    const many = Math.min(roomsAtOnce, options.rooms - from);
    const indexes = Array.from({ length: many }, (_, offset) => from + offset);
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
  options: WorldOptions,
  index: number,
  now: Instant,
): Promise<Room> {
  const number = firstNumber + index;
  const device = deviceOf(index);
  const inputs: Input[] = [
    { kind: 'register', number, profile: profileOf(index) },
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
  const { room, changes } = play(inputs, now);
  const { id, revision } = room;
  const origin = { by: 'platform', via: 'platform', correlationId: 'bench' } as const;
  const event: RoomEvent = { roomId: id, revision, at: now, ...origin, changes };
  await store.transact(id, () => ({ commit: { room, event }, answer: null }));
  await store.putDocument('device', device, { roomId: id });
  return room;
}

/** A room after these inputs, with what the last of them changed. */
function play(inputs: readonly Input[], now: Instant) {
  let room: Room | null = null;
  let last: Extract<ReturnType<typeof advance>, { ok: true }> | null = null;
  for (const input of inputs) {
    const advanced = advance(room, input, benchRules, now);
    if (!advanced.ok)
      throw new Error(`The world refused ${input.kind}: ${advanced.rejection.code}`);
    room = advanced.room;
    last = advanced;
  }
  if (last === null) throw new Error('A room without inputs.');
  return last;
}

function profileOf(index: number): RoomProfile {
  const building = 1 + (index % 40);
  return aProfile({
    name: `Room ${index + 1}`,
    building: `House ${building}`,
    floor: String(1 + (index % 7)),
    groups: [`group-${index % conversationCount}`],
    expectedDisplays: 2,
  });
}

/** The documents that the bot writes when it is installed in a channel and subscribed there. */
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
