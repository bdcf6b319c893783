/** What devices send, and when: a message with all signals every five minutes, and one with each change. */
import type { Random } from '../../../demo/src/fleet/random.ts';
import { offsetAt } from './clocks.ts';
import type { Fault, TruthDevice, World } from './groundTruth.ts';
import { beatMs, minutes, seconds, type WatchedSignal } from './times.ts';

/** A reading with its true time and its true state. */
export type TrueReading = {
  readonly signal: WatchedSignal;
  readonly at: number;
  readonly state: 'healthy' | 'unhealthy';
  /** What it is part of; `null`: nothing is wrong. */
  readonly fault: Fault | null;
};

export type Message = {
  readonly device: TruthDevice;
  /** When the device made it, by the true time. */
  readonly at: number;
  readonly kind: 'beat' | 'change';
  readonly seq: number;
  /** What the device's clock was wrong by. */
  readonly offsetMs: number;
  /** Every item of it is unusable. */
  readonly isBabble: boolean;
  readonly readings: readonly TrueReading[];
};

/** The message that made the device known has the first number. */
export const firstSeq = 1;

/** When a device of this floor sends its beat. */
const phaseOf = (room: number) => Math.floor(room / 10) * seconds(67) + seconds(11);

export function messagesOf(device: TruthDevice, world: World, random: Random): Message[] {
  const { spanMs } = world;
  const faults = world.faults.filter((fault) => fault.device === device.id);
  const babbling = world.babbling.filter(({ room }) => room === device.room);
  const made: Omit<Message, 'seq'>[] = [];
  const add = (
    at: number,
    kind: Message['kind'],
    signals: readonly WatchedSignal[],
    observedAt: number,
  ) => {
    made.push({
      device,
      at,
      kind,
      offsetMs: offsetAt(device.clock, at, spanMs),
      isBabble: babbling.some(({ from, to }) => at >= from && at < to),
      readings: signals.map((signal) => readingAt(faults, signal, observedAt)),
    });
  };
  for (let at = phaseOf(device.room); at < spanMs; at += beatMs)
    add(at, 'beat', device.signals, at);
  for (const { stretches, signal } of faults) {
    // The app that stops sends nothing: its heartbeat events are missing from the beats.
    if (signal === 'meeting-app') continue;
    for (const { from, to } of stretches) {
      for (const at of [from, to])
        add(at + 800 + Math.round(random() * 2_000), 'change', [signal], at + 500);
    }
  }
  return made
    .sort((a, b) => a.at - b.at)
    .map((message, index) => ({ ...message, seq: device.isNumbered ? index + firstSeq + 1 : 0 }));
}

function readingAt(faults: readonly Fault[], signal: WatchedSignal, at: number): TrueReading {
  const fault = faults.find(
    (one) => one.signal === signal && one.from <= at && at < one.to + minutes(1),
  );
  const isUnhealthy = fault?.stretches.some(({ from, to }) => from <= at && at < to) ?? false;
  return {
    signal,
    at,
    state: isUnhealthy ? 'unhealthy' : 'healthy',
    fault: isUnhealthy ? (fault ?? null) : null,
  };
}
