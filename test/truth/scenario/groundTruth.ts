/** What is true: rooms, their devices, and from when to when each signal is at fault. A seed decides all of it. */
import { type Random, seededRandom } from '../../../demo/src/fleet/random.ts';
import { type ClockKind, clockOfRoom } from './clocks.ts';
import {
  earliestAfterMs,
  hours,
  minutes,
  opensAfterMs,
  overlaps,
  type Span,
  seconds,
  type WatchedSignal,
} from './times.ts';

/** A blip ends before the rule's time; a fault lasts longer; what flaps changes again and again. */
export type FaultKind = 'blip' | 'fault' | 'fastFlapping' | 'slowFlapping';

export type Fault = Span & {
  readonly id: number;
  readonly room: number;
  readonly device: string;
  readonly signal: WatchedSignal;
  readonly kind: FaultKind;
  /** When it is unhealthy: one stretch, or many where it flaps. */
  readonly stretches: readonly Span[];
};

export type TruthDevice = {
  readonly id: string;
  readonly room: number;
  readonly clock: ClockKind;
  /** False: it numbers its messages with 0. */
  readonly isNumbered: boolean;
  readonly signals: readonly WatchedSignal[];
};

export type TruthRoom = {
  readonly index: number;
  readonly name: string;
  readonly building: string;
  readonly floor: string;
  readonly devices: readonly TruthDevice[];
};

export type World = {
  readonly seed: number;
  readonly spanMs: number;
  readonly rooms: readonly TruthRoom[];
  readonly faults: readonly Fault[];
  /** Floors that lose their network, with all rooms on them. */
  readonly floorOutages: readonly (Span & { readonly rooms: readonly number[] })[];
  /** From the stop of the platform to its start. */
  readonly restarts: readonly Span[];
  /** Devices of which everything is wrong: each reading they send is unusable. */
  readonly babbling: readonly (Span & { readonly room: number })[];
};

export type WorldOptions = {
  readonly seed: number;
  readonly spanMs: number;
  readonly roomCount: number;
};

const roomsOnAFloor = 10;
const mainSignals: readonly WatchedSignal[] = [
  'camera',
  'display:1',
  'conference-microphone',
  'conference-speaker',
  'hdmi-ingest',
  'signin-teams',
  'proximity-sensor',
  'disk-space',
  'wifi-only',
];
/** Between two faults of a signal, so that they are not taken for flapping. */
const restMs = hours(3);
const quietAtStartMs = hours(1);
const quietAtEndMs = hours(3);

export function createWorld(options: WorldOptions): World {
  const { seed, spanMs, roomCount } = options;
  const random = seededRandom(seed * 7_919 + 17);
  const rooms = Array.from({ length: roomCount }, (_, index) => roomOf(index));
  const floorOutages = planOutages(rooms, spanMs, random);
  const planned = rooms.flatMap((room) =>
    room.devices.flatMap((one) => planFaults(one, spanMs, random)),
  );
  const restarts = planRestarts(planned, spanMs, random);
  const disturbed = [...floorOutages, ...restarts];
  const flapping = planFlapping(rooms, spanMs, disturbed, random);
  const isApart = (fault: Planned) =>
    !flapping.some(
      (one) =>
        one.device === fault.device && one.signal === fault.signal && overlaps(one, fault, restMs),
    );
  const babbling = planBabbling(rooms, spanMs, disturbed);
  const isHeard = (fault: Planned) =>
    !babbling.some((one) => one.room === fault.room && overlaps(one, fault, hours(1)));
  const all = [...planned.filter(isApart), ...flapping].filter(isHeard);
  const faults = all.map((fault, id): Fault => ({ ...fault, id }));
  return { seed, spanMs, rooms, faults, floorOutages, restarts, babbling };
}

function roomOf(index: number): TruthRoom {
  const number = String(index).padStart(2, '0');
  const main: TruthDevice = {
    id: `truth-${number}`,
    room: index,
    clock: clockOfRoom(index),
    isNumbered: index % 4 !== 3,
    signals: index % 3 === 0 ? [...mainSignals, 'meeting-app'] : mainSignals,
  };
  const second: TruthDevice = {
    id: `truth-${number}-panel`,
    room: index,
    clock: clockOfRoom(index + 1),
    isNumbered: true,
    signals: ['display:console', 'content-camera'],
  };
  const floor = Math.floor(index / roomsOnAFloor);
  return {
    index,
    name: `Truth ${number}`,
    building: `Truth House ${Math.floor(floor / 2) + 1}`,
    floor: String((floor % 2) + 1),
    devices: index % 6 === 1 ? [main, second] : [main],
  };
}

type Planned = Omit<Fault, 'id'>;

function planFaults(device: TruthDevice, spanMs: number, random: Random): Planned[] {
  return device.signals.flatMap((signal) => {
    const rule = opensAfterMs[signal];
    const found: Planned[] = [];
    let at = quietAtStartMs + random() * hours(20);
    for (;;) {
      const isBlip = random() < 0.6;
      const lastsMs = isBlip
        ? seconds(20) + random() * (earliestAfterMs(signal) * 0.85 - seconds(40))
        : rule + minutes(12) + random() * minutes(90);
      if (at + lastsMs > spanMs - quietAtEndMs) return found;
      const span = { from: Math.round(at), to: Math.round(at + lastsMs) };
      const kind = isBlip ? 'blip' : 'fault';
      found.push({
        ...span,
        room: device.room,
        device: device.id,
        signal,
        kind,
        stretches: [span],
      });
      at += lastsMs + restMs + random() * hours(24);
    }
  });
}

/** One a day, an hour long, at the hour that the seed says. */
function planOutages(rooms: readonly TruthRoom[], spanMs: number, random: Random) {
  const floors = Math.ceil(rooms.length / roomsOnAFloor);
  const count = Math.max(1, Math.round(spanMs / hours(24)));
  return Array.from({ length: count }, (_, index) => {
    const floor = index % floors;
    const from = Math.round(((index + 0.3 + random() * 0.3) * spanMs) / count);
    const on = rooms.slice(floor * roomsOnAFloor, (floor + 1) * roomsOnAFloor);
    return {
      from,
      to: from + minutes(45) + Math.round(random() * minutes(60)),
      rooms: on.map((r) => r.index),
    };
  });
}

/** At bad moments: just after a blip began, until after its rule's time. And one of forty minutes. */
function planRestarts(faults: readonly Planned[], spanMs: number, random: Random): Span[] {
  const count = Math.max(3, Math.round((2 * spanMs) / hours(24)));
  const found: Span[] = [];
  for (let index = 0; index < count; index += 1) {
    const earliest = ((index + 0.5) * spanMs) / count;
    const blip = faults
      .filter(
        (fault) => fault.kind === (index % 3 === 2 ? 'fault' : 'blip') && fault.from > earliest,
      )
      .filter(
        (fault) => opensAfterMs[fault.signal] <= minutes(10) && fault.to - fault.from > minutes(2),
      )
      .sort((a, b) => a.from - b.from)[0];
    if (!blip) continue;
    const from = blip.from + seconds(20) + Math.round(random() * seconds(20));
    const lastsMs = index === 1 ? minutes(40) : minutes(4) + Math.round(random() * minutes(10));
    const span = { from, to: from + lastsMs };
    if (span.to < spanMs - hours(2) && !found.some((one) => overlaps(one, span, hours(1))))
      found.push(span);
  }
  return found;
}

function planFlapping(
  rooms: readonly TruthRoom[],
  spanMs: number,
  disturbed: readonly Span[],
  random: Random,
): Planned[] {
  return rooms.flatMap((room): Planned[] => {
    const [device] = room.devices;
    if (room.index % 5 !== 3 || !device) return [];
    const isFast = room.index % 10 === 3;
    const halfMs = isFast ? minutes(2) : minutes(8);
    const lastsMs = hours(2) + Math.round(random() * hours(1));
    const from = findQuiet(lastsMs + hours(1), spanMs, disturbed, random);
    if (from === null) return [];
    const stretches: Span[] = [];
    for (let at = from; at + halfMs <= from + lastsMs; at += 2 * halfMs)
      stretches.push({ from: at, to: at + halfMs });
    const kind = isFast ? 'fastFlapping' : 'slowFlapping';
    const to = stretches.at(-1)?.to ?? from;
    return [
      {
        from,
        to,
        room: room.index,
        device: device.id,
        signal: 'proximity-sensor',
        kind,
        stretches,
      },
    ];
  });
}

function findQuiet(
  lastsMs: number,
  spanMs: number,
  disturbed: readonly Span[],
  random: Random,
): number | null {
  for (let tries = 0; tries < 200; tries += 1) {
    const from = Math.round(
      quietAtStartMs + random() * (spanMs - quietAtStartMs - quietAtEndMs - lastsMs),
    );
    const span = { from, to: from + lastsMs };
    if (from > 0 && !disturbed.some((one) => overlaps(one, span, minutes(30)))) return from;
  }
  return null;
}

function planBabbling(rooms: readonly TruthRoom[], spanMs: number, disturbed: readonly Span[]) {
  const random = seededRandom(Math.round(spanMs / 1_000));
  return rooms
    .filter(({ index, devices }) => index % 20 === 8 && devices.length === 1)
    .flatMap(({ index }) => {
      const from = findQuiet(hours(3), spanMs, disturbed, random);
      return from === null ? [] : [{ room: index, from, to: from + hours(2) }];
    });
}
