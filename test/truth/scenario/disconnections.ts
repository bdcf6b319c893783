/** When devices are cut off from the platform, and how they send afterwards what they made in that time. */
import type { Random } from '../../../demo/src/fleet/random.ts';
import type { Fault, TruthRoom, World } from './groundTruth.ts';
import { hours, minutes, overlaps, type Span, seconds } from './times.ts';

export type Cut = Span & {
  readonly id: number;
  readonly devices: ReadonlySet<string>;
  /** One request, several, or together with other devices through their gateway. */
  readonly mode: 'one' | 'several' | 'gateway';
  readonly isRestamped: boolean;
};

type Planned = Omit<Cut, 'id'>;

export function planCuts(world: World, random: Random): Cut[] {
  const single = world.rooms.flatMap((room) => cutsOfRoom(room, world, random));
  const outages = world.floorOutages.flatMap(({ rooms, from, to }) =>
    rooms.map((index): Planned => {
      const mode = index % 3 === 0 ? 'several' : 'one';
      // They come back one after the other, within four minutes.
      const back = to + (index % 10) * seconds(24);
      return { from, to: back, devices: devicesOf(world, index), mode, isRestamped: false };
    }),
  );
  return [...single, ...gatewayCuts(world, random), ...outages].map((cut, id) => ({ ...cut, id }));
}

function devicesOf(world: World, room: number): Set<string> {
  return new Set(world.rooms[room]?.devices.map(({ id }) => id));
}

/** Half of the rooms lose their network by themselves: about three times in two days. */
function cutsOfRoom(room: TruthRoom, world: World, random: Random): Planned[] {
  if (room.index % 4 === 0) return [];
  const own = world.faults.filter((fault) => fault.room === room.index);
  const count = Math.max(1, Math.round((world.spanMs / hours(24)) * 1.5));
  const found: Planned[] = [];
  for (let index = 0; index < count; index += 1) {
    const earliest = ((index + random() * 0.5) * world.spanMs) / count;
    const span = spanNear(own, earliest, random);
    if (mustStayOn(room, span, world) || found.some((one) => overlaps(one, span, minutes(30))))
      continue;
    const mode = random() < 0.5 ? 'one' : 'several';
    const isRestamped = random() < 0.25;
    found.push({ ...span, devices: devicesOf(world, room.index), mode, isRestamped });
  }
  return found;
}

/** A whole blip long, from the middle of a confirmation (also of a blip), or at any time. */
function spanNear(faults: readonly Fault[], earliest: number, random: Random): Span {
  const chosen = random();
  const isAfter = (fault: Fault) => fault.from > earliest && fault.kind !== 'fastFlapping';
  const blip = faults.filter((fault) => fault.kind === 'blip' && isAfter(fault)).sort(byStart)[0];
  const any = faults.filter((fault) => fault.kind === 'fault' && isAfter(fault)).sort(byStart)[0];
  if (chosen < 0.5 && blip) {
    const from = blip.from - seconds(20) - Math.round(random() * minutes(6));
    return { from, to: blip.to + minutes(1) + Math.round(random() * minutes(9)) };
  }
  if (chosen < 0.75 && any) {
    const from = any.from + seconds(20) + Math.round(random() * minutes(3));
    return { from, to: from + minutes(8) + Math.round(random() * minutes(60)) };
  }
  if (chosen < 0.85 && blip) {
    const from = blip.from + seconds(5) + Math.round(random() * (blip.to - blip.from - seconds(6)));
    return { from, to: blip.to + minutes(1) + Math.round(random() * minutes(40)) };
  }
  const from = Math.round(earliest + random() * hours(3));
  const lastsMs =
    random() < 0.5 ? minutes(6) + random() * minutes(20) : minutes(30) + random() * hours(3.5);
  return { from, to: from + Math.round(lastsMs) };
}

const byStart = (a: Fault, b: Fault) => a.from - b.from;

/** What flaps or babbles is watched without a break; the end of the scenario is quiet. */
function mustStayOn(room: TruthRoom, span: Span, world: World): boolean {
  if (span.from < minutes(40) || span.to > world.spanMs - hours(1.5)) return true;
  const isFlapping = world.faults.some(
    (fault) =>
      fault.room === room.index &&
      fault.kind.endsWith('Flapping') &&
      overlaps(fault, span, hours(1)),
  );
  return (
    isFlapping ||
    world.babbling.some((one) => one.room === room.index && overlaps(one, span, hours(1)))
  );
}

/** Three rooms of a floor behind one gateway. */
function gatewayCuts(world: World, random: Random): Planned[] {
  const count = Math.max(1, Math.round(world.spanMs / hours(24)));
  return [0, 1, 2, 3].flatMap((floor) =>
    Array.from({ length: count }, (_, index): Planned[] => {
      const members = [2, 6, 9]
        .map((one) => floor * 10 + one)
        .filter((one) => one < world.rooms.length);
      const own = world.faults.filter((fault) => members.includes(fault.room));
      const earliest = ((index + random() * 0.6) * world.spanMs) / count;
      const span = spanNear(own, earliest, random);
      const rooms = members.flatMap((one) => world.rooms[one] ?? []);
      if (rooms.length === 0 || rooms.some((room) => mustStayOn(room, span, world))) return [];
      const devices = new Set(rooms.flatMap((room) => room.devices.map(({ id }) => id)));
      return [{ ...span, devices, mode: 'gateway', isRestamped: false }];
    }).flat(),
  );
}
