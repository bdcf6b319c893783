/** For tests: a small house around the notifier, with a clock moved by hand and Teams played by a fake. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type Command,
  defaultRules,
  instantAfter,
  type OutageId,
  type Person,
  type ReadingState,
  type RoomId,
  type RoomProfile,
  type SignalId,
} from '@rooms-pro/core';
import { changeRoom, openOutageRepository, openSqliteStore, type Store } from '@rooms-pro/store';
import { createFleet } from '../fleet/fleet.ts';
import { createLog } from '../log.ts';
import { createDelivery } from './delivery/delivery.ts';
import type { Limits } from './delivery/limits.ts';
import { type Messenger, SendError, type SendFailure } from './delivery/messenger.ts';
import { createNotifier, type Notifier } from './notifier.ts';
import { createRender } from './sentCards/render.ts';
import { openSentCardStore } from './sentCards/sentCards.ts';
import type { CurrentPerson } from './subscriptions/readers.ts';
import { openSubscriptions, type SubscriptionFilter } from './subscriptions/subscriptions.ts';

export const minute = 60_000;
export const anna: Person = {
  kind: 'person',
  id: 'anna',
  name: 'Anna',
  role: 'manager',
  groups: [],
};

/** A clock that stands still until it is told to go on. */
export function createClock(start = '2026-11-22T08:00:00.000Z') {
  let now = start;
  const timers = new Set<{ at: string; ring: () => void }>();
  return {
    now: () => now,
    pass(ms: number) {
      now = instantAfter(now, ms);
    },
    delay: (ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        const timer = { at: instantAfter(now, ms), ring: resolve };
        timers.add(timer);
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      }),
    /** Goes on to the next timer and rings it; whether there was one. */
    ringNext(): boolean {
      const [next] = [...timers].sort((one, other) => (one.at < other.at ? -1 : 1));
      if (!next) return false;
      timers.delete(next);
      if (next.at > now) now = next.at;
      next.ring();
      return true;
    },
  };
}
export type Clock = ReturnType<typeof createClock>;

/** One send that reached the fake Teams. */
export type Sent = {
  readonly kind: 'post' | 'edit';
  readonly to: string;
  readonly id: string;
  readonly summary: string;
  readonly text: string;
  readonly atMs: number;
};

/** Teams as the notifier meets it: takes cards, gives ids, fails when told to. */
export function createFakeTeams(clock: Clock) {
  const sent: Sent[] = [];
  const failures: SendFailure[] = [];
  let held: Promise<void> | null = null;
  let attempts = 0;

  async function take(
    kind: Sent['kind'],
    to: string,
    id: string | null,
    card: object,
    summary: string,
  ) {
    attempts += 1;
    await held;
    const failure = failures.shift();
    if (failure) throw new SendError(failure);
    const given = id ?? `message-${sent.length + 1}`;
    const atMs = Date.parse(clock.now());
    sent.push({ kind, to, id: given, summary, text: JSON.stringify(card), atMs });
    return given;
  }

  const messenger: Messenger = {
    post: (to, card, summary) => take('post', to, null, card, summary),
    edit: async (to, id, card, summary) => {
      await take('edit', to, id, card, summary);
    },
  };
  return {
    messenger,
    sent,
    attempts: () => attempts,
    failNext: (...next: SendFailure[]) => failures.push(...next),
    /** Keeps every send in flight until the returned function is called. */
    hold(): () => void {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return () => {
        held = null;
        resolve();
      };
    },
    /** What was sent since the last look: kind, conversation, message and summary in one line. */
    news(): string[] {
      return sent.splice(0).map(({ kind, to, id, summary }) => `${kind} ${to} ${id}: ${summary}`);
    },
  };
}

export const amber: RoomProfile = {
  name: 'Amber',
  building: 'Alster House',
  floor: '4',
  capacity: 8,
  groups: ['hamburg'],
  timeZone: 'Europe/Berlin',
  meetingMode: 'teams',
  expectedDisplays: 2,
};

export type StoryOptions = {
  readonly store?: Store;
  readonly clock?: Clock;
  readonly limits?: Limits;
  readonly currentPerson?: CurrentPerson;
};

/** Opens a house whose rooms, store and notifier are real. */
export async function openStory(options: StoryOptions = {}) {
  const clock = options.clock ?? createClock();
  const store = options.store ?? openSqliteStore({ file: ':memory:' });
  const teams = createFakeTeams(clock);
  const fleet = createFleet({ rules: defaultRules, now: clock.now, lastSeenAt: () => null });
  for await (const { value } of store.rooms()) fleet.take(value);
  const audience = await openSubscriptions(store);
  const posts = await openSentCardStore(store);
  const log = createLog('silent');
  const { now, delay } = clock;
  const delivery = createDelivery({ audience, now, delay, log, limits: options.limits });
  const notifier = createNotifier({
    fleet,
    messenger: teams.messenger,
    audience,
    posts,
    outageBook: openOutageRepository(store),
    render: createRender({
      rules: defaultRules,
      now: clock.now,
      workedFor: fleet.workedFor,
      links: {
        rooms: 'https://rooms.example/rooms',
        room: (id) => `https://rooms.example/rooms/${id}`,
        ticket: (number) => `https://rooms.example/${number}`,
        outage: (id) => `https://rooms.example/outages/${id}`,
      },
    }),
    now: clock.now,
    delay: clock.delay,
    random: () => 1,
    log,
    delivery,
    ...(options.currentPerson ? { currentPerson: options.currentPerson } : {}),
  });
  store.onCommit(({ room }) => fleet.take(room.value));
  fleet.onChange((room) => notifier.roomChanged(room));
  fleet.onOutageChange((id) => notifier.outageChanged(id));
  const house = createHouse(store, clock);
  const subscribe = async (conversationId: string, filter: SubscriptionFilter = {}) => {
    await audience.meet({
      conversationId,
      kind: 'channel',
      serviceUrl: 'http://127.0.0.1:1/',
      tenantId: null,
      teamId: null,
      botId: 'bot',
      readerId: null,
    });
    await audience.subscribe({ conversationId, since: clock.now(), filter });
  };
  const run = () => runUntilIdle(notifier, clock);
  return { clock, store, teams, fleet, audience, posts, notifier, subscribe, run, ...house };
}

/** Lets time pass, as far as the notifier waits for it, until nothing is left to send. */
async function runUntilIdle(notifier: Notifier, clock: Clock): Promise<void> {
  let isIdle = false;
  void notifier.idle().then(() => {
    isIdle = true;
  });
  const deadline = Date.now() + 10_000;
  while (!isIdle) {
    if (Date.now() > deadline) throw new Error('The notifier did not come to rest.');
    await nextTurn();
    if (!isIdle) clock.ringNext();
  }
}

/** Turns of the event loop until something is so. */
export async function until(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error('It never came to be so.');
    await nextTurn();
  }
}

/** People and devices of the story: what they do reaches the store as it would in the product. */
export function createHouse(store: Store, clock: Pick<Clock, 'now' | 'pass'>) {
  const change = (roomId: RoomId, input: Parameters<typeof changeRoom>[2]['input']) =>
    changeRoom(store, defaultRules, {
      roomId,
      input,
      via: 'platform',
      correlationId: 'story',
      now: clock.now(),
    });
  const act = (roomId: RoomId, command: Command) =>
    change(roomId, { kind: 'command', actor: anna, command });
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
      await change(id, { kind: 'register', number, profile: { ...amber, ...profile } });
      await act(id, { action: 'enrol' });
      return id;
    },
    /** Unhealthy for as long as it takes: an incident opens. */
    async breaks(roomId: RoomId, signal: SignalId, detail = 'No signal'): Promise<void> {
      await reads(roomId, signal, 'unhealthy', detail);
      clock.pass(5 * minute);
      await tick(roomId);
    },
    /** Nothing was heard for as long as it takes to call it disconnected. */
    goesSilent(roomId: RoomId, outage?: OutageId) {
      const since = instantAfter(clock.now(), -20 * minute);
      const reason = 'noTelemetry';
      return change(roomId, { kind: 'silence', since, reason, ...(outage ? { outage } : {}) });
    },
    joins: (roomId: RoomId, outage: OutageId) => change(roomId, { kind: 'outage', outage }),
    /** The outage ends while the room stays silent. */
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
