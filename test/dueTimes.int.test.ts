/**
 * Due times happen exactly once. Two sweepers, each with its own old copy of the room, knock around
 * the same due time, in any order, and die before or after their commit; the sweep comes again. In the
 * history each due time stands once. Real store, real core; the choices are the same in every run.
 */
import {
  advance,
  type ChangeType,
  type Command,
  defaultRules,
  type Input,
  type Instant,
  instantAfter,
  type Room,
  type RoomEvent,
  type RoomId,
  type SignalId,
} from '@rooms-pro/core';
import {
  changeRoom,
  openSqliteStore,
  type SqliteStore,
  type Store,
  type Stored,
} from '@rooms-pro/store';
import { aPerson, aProfile } from '@rooms-pro/testing/builders';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seeded } from './crash/killMoment.ts';

const runsOfAKind = 60;
const minute = 60_000;
const hour = 60 * minute;
const began: Instant = '2026-03-02T08:00:00.000Z';

const profile = aProfile({ groups: ['west'], timeZone: 'UTC' });
const mia = aPerson();
const tick: Input = { kind: 'tick', neighbours: { 'meeting-app': 1, 'conference-microphone': 1 } };

/** What has happened before the due time, each so long after the one before. */
type Step = readonly [afterMs: number, input: (now: Instant, room: Room) => Input];
type Kind = { readonly type: ChangeType; readonly story: string; readonly steps: readonly Step[] };

const reads = (signal: SignalId, state: 'healthy' | 'unhealthy', afterMs = minute): Step => [
  afterMs,
  (now) => ({
    kind: 'telemetry',
    device: 'dev-1',
    readings: [{ signal, state, detail: '', observedAt: now }],
    facts: [{ kind: 'meeting', inMeeting: false, at: now }],
  }),
];
const does = (command: Command, afterMs = minute): Step => [
  afterMs,
  () => ({ kind: 'command', actor: mia, command }),
];
const sweeps = (afterMs: number): Step => [afterMs, () => tick];
const suppresses = (signal: SignalId | 'room', forMs: number): Step => [
  minute,
  (now) => {
    const until = { kind: 'time', at: instantAfter(now, forMs) } as const;
    return {
      kind: 'command',
      actor: mia,
      command: { action: 'suppress', signal, until, reason: '' },
    };
  },
];
const result: Step = [
  minute,
  (now, { command }) => {
    const id = command?.id ?? 'none';
    const fact = { kind: 'result', id, outcome: 'failed', detail: '', at: now } as const;
    return { kind: 'telemetry', device: 'dev-1', readings: [], facts: [fact] };
  },
];
const comesAndGoes = (
  ['unhealthy', 'healthy', 'unhealthy', 'healthy', 'unhealthy', 'healthy', 'unhealthy'] as const
).map((state) => reads('display:1', state));
const fails = reads('display:1', 'unhealthy');
const isOpen = [fails, sweeps(5 * minute)];
const respond = does({ action: 'respond', signal: 'display:1', notes: 'Swapped the cable' });

const kinds: readonly Kind[] = [
  { type: 'incident.opened', story: 'a failure is confirmed', steps: [fails] },
  {
    type: 'incident.reactivated',
    story: 'it fails again within seven days',
    steps: [...isOpen, reads('display:1', 'healthy'), fails],
  },
  {
    type: 'incident.correlated',
    story: 'the neighbours are looked at',
    steps: [reads('meeting-app', 'unhealthy'), [10 * minute, () => ({ kind: 'tick' })]],
  },
  {
    type: 'incident.needsAction',
    story: 'the investigation is over',
    steps: [reads('meeting-app', 'unhealthy')],
  },
  {
    type: 'incident.escalated',
    story: 'a warning was left alone',
    steps: [reads('network', 'unhealthy')],
  },
  {
    type: 'signal.suppressionReminded',
    story: 'a suppression is about to end',
    steps: [suppresses('display:1', 8 * hour)],
  },
  {
    type: 'room.suppressionReminded',
    story: 'the suppression of a room is about to end',
    steps: [suppresses('room', hour)],
  },
  {
    type: 'signal.unsuppressed',
    story: 'a suppression ends over a failure',
    steps: [suppresses('display:1', hour), fails],
  },
  {
    type: 'room.unsuppressed',
    story: 'the suppression of a room ends',
    steps: [suppresses('room', hour), fails],
  },
  {
    type: 'incident.missed',
    story: 'a suppression keeps an incident from opening',
    steps: [suppresses('room', 8 * hour), fails],
  },
  {
    type: 'ticket.closed',
    story: 'seven days after it was resolved',
    steps: [...isOpen, reads('display:1', 'healthy')],
  },
  { type: 'fix.failed', story: 'what was done did not hold', steps: [...isOpen, respond] },
  {
    type: 'fix.verified',
    story: 'what was done held',
    steps: [...isOpen, respond, reads('display:1', 'healthy')],
  },
  { type: 'incident.flapping', story: 'a signal comes and goes', steps: comesAndGoes },
  { type: 'incident.calmed', story: 'a signal has calmed down', steps: comesAndGoes },
  {
    type: 'remediation.started',
    story: 'the platform tries something',
    steps: [reads('meeting-app', 'unhealthy'), reads('camera', 'healthy', 5 * minute)],
  },
  {
    type: 'remediation.started',
    story: 'the platform tries the next thing',
    steps: [
      reads('meeting-app', 'unhealthy'),
      reads('camera', 'healthy', 9 * minute),
      sweeps(minute),
      result,
    ],
  },
  {
    type: 'remediation.ended',
    story: 'a result does not come',
    steps: [reads('meeting-app', 'unhealthy'), reads('camera', 'healthy', 9 * minute)],
  },
];

/** How a sweeper fares with one knock. */
const fates = ['lives', 'lives', 'diesBeforeCommit', 'diesAfterCommit'] as const;
type Fate = (typeof fates)[number];

class Killed extends Error {}

/** The same store to a process that is killed once it has decided. */
function dying(store: Store): Store {
  return {
    ...store,
    transact: (id, decide, known) =>
      store.transact(
        id,
        (room) => {
          decide(room);
          throw new Killed('Killed before the commit');
        },
        known,
      ),
  };
}

describe('around a due time', () => {
  let store: SqliteStore;
  let rooms = 0;
  beforeAll(() => {
    store = openSqliteStore({ file: ':memory:' });
  });
  afterAll(() => store.close());

  async function give(roomId: RoomId, input: Input, now: Instant, known?: Stored<Room> | null) {
    const request = { roomId, input, via: 'platform', correlationId: 'c', now } as const;
    return changeRoom(store, defaultRules, known === undefined ? request : { ...request, known });
  }

  async function roomOf(id: RoomId): Promise<Stored<Room>> {
    const stored = await store.room(id);
    if (stored === null) throw new Error(`${id} is not there`);
    return stored;
  }

  /** A room just before the change falls due, and when that is. */
  async function prepare({ type, steps }: Kind): Promise<{ id: RoomId; dueAt: Instant }> {
    rooms += 1;
    const id: RoomId = `room-${rooms}`;
    let now = began;
    await give(id, { kind: 'register', number: rooms, profile }, now);
    await give(id, { kind: 'command', actor: mia, command: { action: 'enrol' } }, now);
    for (const [afterMs, input] of steps) {
      now = instantAfter(now, afterMs);
      const known = await roomOf(id);
      const { advanced } = await give(id, input(now, known.value), now, known);
      if (!advanced.ok) throw new Error(`${type}: ${advanced.rejection.code}`);
    }
    for (let knocks = 0; knocks < 200; knocks += 1) {
      const { value } = await roomOf(id);
      if (value.dueAt === null) break;
      // Knocking does not always lead to something; then the sweep is back a minute later.
      const dueAt = value.dueAt > now ? value.dueAt : instantAfter(now, minute);
      const ahead = advance(value, tick, defaultRules, dueAt);
      if (ahead.ok && ahead.changes.some((change) => change.type === type)) return { id, dueAt };
      now = dueAt;
      await give(id, tick, now);
    }
    throw new Error(`${type} never falls due`);
  }

  async function knock(id: RoomId, now: Instant, fate: Fate, known: Stored<Room>): Promise<void> {
    const request = { roomId: id, input: tick, via: 'platform', correlationId: 'c', now } as const;
    const through = fate === 'diesBeforeCommit' ? dying(store) : store;
    // Who dies after the commit learns nothing of it: the result is thrown away either way.
    await changeRoom(through, defaultRules, { ...request, known }).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
  }

  const historyOf = (id: RoomId): Promise<readonly RoomEvent[]> =>
    store.history(id, { limit: 500 });
  const count = (events: readonly RoomEvent[], type: ChangeType) =>
    events.flatMap(({ changes }) => changes).filter((change) => change.type === type).length;

  it.each(kinds)('$story: $type, once', async (kind) => {
    const random = seeded(1);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
    for (let run = 0; run < runsOfAKind; run += 1) {
      const { id, dueAt } = await prepare(kind);
      const before = count(await historyOf(id), kind.type);
      const copies = [await roomOf(id), await roomOf(id)] as const;

      // A clock may be ahead or behind, but it does not run backwards between two knocks.
      const afterMs = Array.from({ length: 2 + Math.floor(random() * 4) }, () => {
        return pick([-1, 0, 0, 1, 1500]);
      }).sort((one, other) => one - other);
      const knocks = afterMs.map((ms) => ({
        now: instantAfter(dueAt, ms),
        fate: pick(fates),
        known: pick(copies),
      }));
      const said = `run ${run}: ${JSON.stringify(knocks.map(({ now, fate }) => [now, fate]))}`;
      await Promise.all(knocks.map(({ now, fate, known }) => knock(id, now, fate, known)));
      const isEarly = knocks.every(({ now, fate }) => now < dueAt || fate === 'diesBeforeCommit');
      // Neighbours are looked at by whoever comes first.
      if (kind.type !== 'incident.correlated') {
        expect(count(await historyOf(id), kind.type) - before, said).toBe(isEarly ? 0 : 1);
      }
      // The sweep comes again: whoever died is back, one with the copy it held before.
      await knock(id, instantAfter(dueAt, 2000), 'lives', copies[1]);
      await knock(id, instantAfter(dueAt, 2000), 'lives', await roomOf(id));

      const events = await historyOf(id);
      expect(count(events, kind.type) - before, said).toBe(1);
      expect(events.map(({ revision }) => revision)).toEqual(
        events.map((_, index) => events.length - index),
      );
    }
  });
});
