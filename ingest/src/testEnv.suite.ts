/** For the tests of ingest: a real embedded store, a clock moved by hand, and requests like a device's. */
import functions from '@azure/functions';
import { defaultRules, type Instant, type Rules } from '@rooms-pro/core';
import type { TelemetryAnswer } from '@rooms-pro/core/contracts';
import { findResponseFault } from '@rooms-pro/core/routes';
import {
  createLastSeen,
  createRoomCache,
  issueKey,
  openNewRooms,
  openSqliteStore,
  type Store,
  StoreError,
} from '@rooms-pro/store';
import { clockStart, createManualClock, minute } from '@rooms-pro/testing/clock';
import { createKeyRing } from './devices/keyRing.ts';
import { createIngestTelemetry } from './http/asFunction.ts';
import { createLog, type LogEvent } from './log.ts';
import { createSweep, type Sweep } from './sweep/sweep.ts';

export const startedAt = clockStart;
export const minutes = (count: number) => count * minute;

/** What a store throws while it does not respond. */
const storeFault = () => new StoreError('unavailable', 'The disk is on fire.');

/** The store's border: counts what passes, and breaks down where and when a test wants it. */
export function watchBorder(store: Store) {
  const calls: string[] = [];
  let breaksAt: (method: string) => boolean = () => false;
  let fault: Error = storeFault();
  const watched = new Proxy(store, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function' || name === 'onCommit') return member;
      return (...parts: unknown[]): unknown => {
        calls.push(String(name));
        if (breaksAt(String(name))) {
          if (name === 'rooms' || name === 'documents') throw fault;
          return Promise.reject(fault);
        }
        return Reflect.apply(member, target, parts);
      };
    },
  });
  return {
    store: watched,
    calls,
    breakAt(test: (method: string) => boolean, error: Error = storeFault()) {
      breaksAt = test;
      fault = error;
    },
  };
}

/** The same response. Throws when the contract of the route does not describe it. */
export function fitting<Response extends { readonly status?: number; readonly jsonBody?: unknown }>(
  path: `/api/${string}`,
  response: Response,
  method = 'POST',
): Response {
  const { status = 200, jsonBody: body } = response;
  // As it arrives: members without a value are not sent.
  const sent: unknown = JSON.parse(JSON.stringify(body));
  const fault = findResponseFault({ method, target: path, status, body: sent });
  if (fault !== null) throw new Error(fault);
  return response;
}

export type TestEnvOptions = {
  /** Members that differ from the default rules, or all rules, which may change. */
  readonly rules?: Partial<Rules> | (() => Rules);
  /** A store to share with another world; the new one has a memory of its own. */
  readonly store?: Store;
  /** The time at which it begins; left out: `clockStart`. */
  readonly at?: Instant;
  /** Left out: no limit. */
  readonly newRoomsPerHour?: number;
};

export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: {
    readonly results: TelemetryAnswer['results'];
    readonly error?: {
      readonly code: string;
      readonly sentence: string;
      readonly pointer?: string;
    };
  };
};

/** One process of ingest around a store, with a gateway's key in hand. */
export async function createTestEnv(options: TestEnvOptions = {}) {
  const { rules: given } = options;
  const own: Rules = { ...defaultRules, ...(typeof given === 'function' ? {} : given) };
  const rules = typeof given === 'function' ? given : () => own;
  const border = watchBorder(options.store ?? openSqliteStore({ file: ':memory:' }));
  const { store } = border;
  const clock = createManualClock(options.at);
  const { now } = clock;
  const logged: { readonly event: LogEvent; readonly line: string }[] = [];
  const log = createLog('debug', {
    write: (line: string) => logged.push({ event: JSON.parse(line).event, line }),
  });
  const cache = createRoomCache(store);
  const lastSeen = createLastSeen(store);
  const keyRing = createKeyRing(store, now);
  const newRooms = openNewRooms(store, options.newRoomsPerHour ?? Number.POSITIVE_INFINITY);
  const deps = { store, rules, now, log, cache, lastSeen, keyRing, newRooms };
  const handle = createIngestTelemetry(deps);
  const { key } = await issueKey(store, { kind: 'gateway', name: 'test' }, now());

  async function post(
    body: string | Uint8Array,
    { as = key, headers = {} }: { as?: string | null; headers?: Record<string, string> } = {},
  ): Promise<Answer> {
    const authorization: Record<string, string> =
      as === null ? {} : { authorization: `Bearer ${as}` };
    const request = new functions.HttpRequest({
      method: 'POST',
      url: 'http://127.0.0.1/api/telemetry',
      headers: { ...authorization, ...headers },
      body: typeof body === 'string' ? { string: body } : { bytes: body },
    });
    const context = new functions.InvocationContext({ functionName: 'ingestTelemetry' });
    const response = fitting('/api/telemetry', await handle(request, context));
    return {
      status: response.status ?? 200,
      headers: { ...(response.headers as Record<string, string>) },
      body: response.jsonBody,
    };
  }

  return {
    ...deps,
    border,
    gatewayKey: key,
    logged,
    pass: clock.pass,
    post,
    send: (body: unknown, as?: string | null) =>
      post(JSON.stringify(body), as === undefined ? {} : { as }),
    sweep: (listeningSince: Instant = now()): Sweep => createSweep({ ...deps, listeningSince }),
  };
}
export type TestEnv = Awaited<ReturnType<typeof createTestEnv>>;

let seq = 0;

/** A message of a device with these items, sent at the time of its world. */
export function message(world: TestEnv, device: string, ...items: unknown[]) {
  seq += 1;
  return { device, sentAt: world.now(), seq, items };
}

/** A reading as a device sends it, observed now unless told otherwise. */
export function reading(world: TestEnv, signal: string, state: string, over: object = {}) {
  return { form: 'reading', signal, state, detail: '', observedAt: world.now(), ...over };
}

/** The room of a device. */
export async function roomOf(world: TestEnv, device: string) {
  const claim = await world.store.document<{ roomId: `room-${number}` }>('device', device);
  const stored = claim && (await world.store.room(claim.value.roomId));
  if (!stored) throw new Error(`No room for ${device}.`);
  return stored.value;
}
