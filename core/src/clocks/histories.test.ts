/**
 * Random histories of a device whose clock is set, whose messages arrive late, again and out of order, and of a
 * platform that stops and starts: short faults open nothing, lasting faults open an incident.
 */
import { aProfile } from '@rooms-pro/testing/builders';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance } from '../advance.ts';
import type { Input } from '../command.ts';
import { toInstant } from '../instant.ts';
import type { Room } from '../room.ts';
import { defaultRules } from '../signals/rules/defaultRules.ts';
import type { Rules } from '../signals/rules/rule.ts';
import type { Telemetry } from '../telemetry.ts';
import { findRecord } from '../tickets/ticketState.ts';

const minute = 60_000;
const began = Date.parse('2026-03-02T08:00:00.000Z');
const profile = aProfile({ timeZone: 'UTC' });

/** The next period: first healthy, then unhealthy for given times, while the clock is set. */
const episode = fc.record({
  // Long enough that no change counts as flapping.
  healthyMinutes: fc.integer({ min: 35, max: 50 }),
  faultSeconds: fc.constantFrom(30, 100, 200, 7 * 60, 12 * 60),
  /** The error of the clock from the middle of the healthy time on, in seconds; `null`: as before. */
  clock: fc.constantFrom(null, null, 0, 30, -30, 120, -120, 3_600, -86_400, 86_400),
  /** Whether the messages of the fault arrive only at its end, in one request or in several. */
  heldBack: fc.constantFrom(null, null, 'together', 'apart'),
  /** Whether each message arrives twice, the second time later. */
  isTwice: fc.boolean(),
  /** Whether the two messages of one minute arrive in reverse order. */
  isSwapped: fc.boolean(),
  /** For how many seconds the platform stops in the middle of the fault, if it stops. */
  stopSeconds: fc.constantFrom(0, 0, 0, 60, 240),
});
type Episode = typeof episode extends fc.Arbitrary<infer T> ? T : never;

type Sending = { readonly atMs: number; readonly messages: readonly Telemetry[] };
type Fault = { readonly fromMs: number; readonly toMs: number; readonly isLong: boolean };

/** All sent messages in the order of their arrival, with the true states. */
function sendingsOf(episodes: readonly Episode[]) {
  let nowMs = began;
  let clockMs = 0;
  let seq = 0;
  const sendings: Sending[] = [];
  const faults: Fault[] = [];
  const stops: { readonly fromMs: number; readonly toMs: number }[] = [];
  const byClock = (ms: number) => toInstant(ms + clockMs);
  const messageAt = (ms: number, state: 'healthy' | 'unhealthy' | null): Telemetry => {
    seq += 1;
    const reading = { signal: 'camera', state: state ?? 'healthy', detail: '' } as const;
    const observedAt = byClock(ms - 300);
    const readings = state === null ? [] : [{ ...reading, observedAt }];
    return {
      kind: 'telemetry',
      device: 'dev-1',
      readings,
      facts: [],
      sent: { seq, at: byClock(ms) },
    };
  };
  const send = (ms: number, state: 'healthy' | 'unhealthy' | null, one: Episode) => {
    const message = messageAt(ms, state);
    const atMs = ms + 100;
    sendings.push({ atMs, messages: [message] });
    if (one.isTwice) sendings.push({ atMs: atMs + 45_000, messages: [message] });
  };
  for (const one of episodes) {
    const healthyMs = one.healthyMinutes * minute;
    for (let ms = 0; ms < healthyMs; ms += 5 * minute) {
      if (one.clock !== null && ms >= healthyMs / 2) clockMs = one.clock * 1_000;
      send(nowMs + ms, ms === 0 ? 'healthy' : null, one);
    }
    nowMs += healthyMs;
    const faultMs = one.faultSeconds * 1_000;
    const isLong = faultMs > 5 * minute;
    faults.push({ fromMs: nowMs, toMs: nowMs + faultMs, isLong });
    // A short fault is over when the platform starts again; a lasting fault is not.
    const stopMs = one.stopSeconds * 1_000 + (isLong ? 30_000 : faultMs);
    const fromMs = nowMs + (isLong ? 30_000 : 500);
    if (one.stopSeconds > 0) stops.push({ fromMs, toMs: nowMs + stopMs });
    const first = sendings.length;
    send(nowMs, 'unhealthy', one);
    for (let ms = 2 * minute; ms < faultMs; ms += 2 * minute) send(nowMs + ms, 'unhealthy', one);
    nowMs += faultMs;
    send(nowMs, 'healthy', one);
    if (one.isSwapped && !isLong) swapEach(sendings, first);
    if (one.heldBack !== null && !isLong) holdBack(sendings, first, one.heldBack);
    nowMs += minute;
  }
  return { sendings: delayed(sendings, stops), faults, stops, endMs: nowMs + 10 * minute };
}

/** The second of two messages overtakes the first by a few seconds. */
function swapEach(sendings: Sending[], from: number): void {
  for (let place = from; place + 1 < sendings.length; place += 2) {
    const [one, other] = [sendings[place], sendings[place + 1]];
    if (one && other) sendings[place] = { ...one, atMs: Math.max(one.atMs, other.atMs + 3_000) };
  }
}

/** All messages from this one on arrive with the last one, in order. */
function holdBack(sendings: Sending[], from: number, how: 'together' | 'apart'): void {
  const held = sendings.splice(from);
  const atMs = Math.max(...held.map((one) => one.atMs));
  const messages = held.flatMap((one) => one.messages);
  if (how === 'together') sendings.push({ atMs, messages });
  else
    sendings.push(...messages.map((one, place) => ({ atMs: atMs + place * 40, messages: [one] })));
}

/** Messages sent while the platform is stopped arrive in order, some time after its start. */
function delayed(
  sendings: readonly Sending[],
  stops: ReturnType<typeof Array<{ fromMs: number; toMs: number }>>,
) {
  return sendings
    .map(({ atMs, messages }, place) => {
      const stop = stops.find(({ fromMs, toMs }) => fromMs <= atMs && atMs <= toMs);
      return { atMs: stop ? stop.toMs + 20_000 + place : atMs, messages };
    })
    .toSorted((one, other) => one.atMs - other.atMs);
}

class Platform {
  #rules: Rules = defaultRules;
  #written: string;
  room: Room;
  readonly opened: number[] = [];

  constructor() {
    const registered = advance(
      null,
      { kind: 'register', number: 1042, profile: { ...profile } },
      defaultRules,
      toInstant(began - minute),
    );
    if (!registered.ok) throw new Error('A new room can be registered');
    this.room = registered.room;
    this.#written = JSON.stringify(this.room);
    this.take(
      { kind: 'command', actor: { kind: 'platform' }, command: { action: 'enrol' } },
      began - minute,
    );
  }

  take(input: Input, nowMs: number): void {
    const advanced = advance(this.room, input, this.#rules, toInstant(nowMs));
    if (!advanced.ok) throw new Error(advanced.rejection.code);
    this.room = advanced.room;
    if (advanced.changes.length > 0) this.#written = JSON.stringify(this.room);
    for (const change of advanced.changes) {
      const isOpening = change.type === 'incident.opened' || change.type === 'incident.reactivated';
      if (isOpening && change.signal === 'camera') this.opened.push(nowMs);
    }
  }

  start(pausedFromMs: number, nowMs: number): void {
    this.room = JSON.parse(this.#written) as Room;
    const listening = { since: toInstant(nowMs), pausedFrom: toInstant(pausedFromMs) };
    this.#rules = { ...defaultRules, listening };
  }
}

function play(episodes: readonly Episode[]) {
  const { sendings, faults, stops, endMs } = sendingsOf(episodes);
  const platform = new Platform();
  let next = 0;
  for (let nowMs = began; nowMs < endMs; nowMs += 30_000) {
    const stop = stops.find(({ fromMs, toMs }) => fromMs < nowMs && nowMs <= toMs);
    if (stop) {
      if (nowMs + 30_000 > stop.toMs) platform.start(stop.fromMs, stop.toMs);
      continue;
    }
    for (; next < sendings.length; next += 1) {
      const sending = sendings[next];
      if (!sending || sending.atMs > nowMs) break;
      platform.take({ kind: 'messages', messages: sending.messages }, sending.atMs);
    }
    platform.take({ kind: 'tick' }, nowMs);
  }
  return { platform, faults };
}

describe('any clock and any order of messages', () => {
  it('short faults open nothing, lasting faults open an incident, and the last report counts', () => {
    fc.assert(
      fc.property(fc.array(episode, { minLength: 1, maxLength: 4 }), (episodes) => {
        const { platform, faults } = play(episodes);
        const opened = platform.opened.map((atMs) =>
          faults.findIndex(({ fromMs, toMs }) => fromMs <= atMs && atMs <= toMs + 6 * minute),
        );
        const expected = faults.flatMap(({ isLong }, index) => (isLong ? [index] : []));
        expect(opened).toEqual(expected);
        expect(findRecord(platform.room, 'camera').state).toBe('healthy');
      }),
      { numRuns: 300 },
    );
  });
});
