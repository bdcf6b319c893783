/** The judge of whole rooms: disconnected, clocks, rejected telemetry, outages of floors. */

import type { ProductRoom } from '../platform/product.ts';
import { wrongFrom } from '../scenario/clocks.ts';
import { disconnectedAfterMs, hours, minutes, opensAfterMs, type Span } from '../scenario/times.ts';
import { type Judging, openingsOf } from './judging.ts';
import { silences } from './observations.ts';
import { sayAt } from './verdict.ts';

/** Beats are five minutes apart, and sweeps one. */
const slackMs = minutes(3);

export function judgeConnections(judging: Judging, room: ProductRoom): void {
  const { played, tally, world } = judging;
  const gaps = gapsOf(judging, room.room);
  const openings = openingsOf(room, 'connection');
  for (const { at } of openings) {
    const isTrue = gaps.some(
      ({ from, to }) => at >= from + disconnectedAfterMs - 1_000 && at <= to,
    );
    if (isTrue) continue;
    tally.add(['connection'], 'false');
    tally.note({
      kind: 'false',
      at,
      room: room.room,
      signal: 'connection',
      what: 'telemetry arrives',
    });
  }
  for (const gap of gaps) {
    const mustBy = disconnectedBy(gap, played.down);
    const own = openings.filter(({ at }) => at >= gap.from && at <= gap.to);
    if (mustBy >= gap.to || mustBy > world.spanMs) {
      tally.add(['connection'], 'optional');
      continue;
    }
    tally.add(['connection'], 'expected');
    const isInTime = own.some(({ at }) => at <= mustBy);
    tally.add(['connection'], isInTime ? 'found' : 'missed');
    const what = `nothing usable ${sayAt(gap.from)}–${sayAt(gap.to)}`;
    if (!isInTime)
      tally.note({ kind: 'missed', at: mustBy, room: room.room, signal: 'connection', what });
    for (const { at } of own.slice(1)) {
      tally.add(['connection'], 'duplicates');
      tally.note({ kind: 'duplicate', at, room: room.room, signal: 'connection', what });
    }
    for (const { at, health } of played.samples) {
      if (at <= mustBy || at >= gap.to || health.get(room.room) !== 'healthy') continue;
      tally.note({ kind: 'shownHealthy', at, room: room.room, signal: 'connection', what });
    }
  }
}

/** When nothing that can be used arrived from any device of the room. */
function gapsOf({ receptions, world }: Judging, room: number): Span[] {
  const devices = world.rooms[room]?.devices ?? [];
  const times = devices
    .flatMap(({ id }) => receptions.get(id) ?? [])
    .filter(({ message }) => !message.isBabble)
    .map(({ at }) => at);
  return silences(
    [0, ...times].sort((a, b) => a - b),
    world.spanMs,
  );
}

/** The platform says so only after it has listened for the whole time itself. */
function disconnectedBy({ from }: Span, down: readonly Span[]): number {
  let since = from;
  for (const { from: stop, to: start } of down) {
    if (stop <= since + disconnectedAfterMs + slackMs && start > since) since = start;
  }
  return since + disconnectedAfterMs + slackMs;
}

export function judgeDrift({ world, tally }: Judging, room: ProductRoom): void {
  const devices = world.rooms[room.room]?.devices ?? [];
  const wrong = devices.map(
    ({ clock }) => wrongFrom(clock, world.spanMs) ?? Number.POSITIVE_INFINITY,
  );
  const from = Math.min(...wrong);
  const openings = openingsOf(room, 'time-drift');
  const classes = ['time-drift'];
  const [first, ...more] = openings.filter(({ at }) => at >= from - hours(0.5));
  for (const { at } of openings.filter((one) => one.at < from - hours(0.5))) {
    tally.add(classes, 'false');
    tally.note({
      kind: 'false',
      at,
      room: room.room,
      signal: 'time-drift',
      what: 'the clock is right',
    });
  }
  const mustBy = from + opensAfterMs['time-drift'] + hours(3);
  if (mustBy >= world.spanMs) return;
  tally.add(classes, 'expected');
  const isFound = first !== undefined && first.at <= mustBy;
  tally.add(classes, isFound ? 'found' : 'missed');
  const when = first ? `opens only ${sayAt(first.at)}` : 'no incident';
  const clocks = `${devices.map(({ clock }) => clock).join(', ')}; ${when}`;
  if (!isFound)
    tally.note({ kind: 'missed', at: mustBy, room: room.room, signal: 'time-drift', what: clocks });
  for (const { at } of more) {
    tally.add(classes, 'duplicates');
    tally.note({ kind: 'duplicate', at, room: room.room, signal: 'time-drift', what: clocks });
  }
}

export function judgeOutages(judging: Judging): void {
  const { world, played, tally } = judging;
  const { samples, down } = played;
  for (const { from, to, rooms } of world.floorOutages) {
    const { building = '', floor = '' } = world.rooms[rooms[0] ?? 0] ?? {};
    const isPlace = (place: string) => place.includes(building) && place.includes(floor);
    const isDisturbed = down.some((one) => one.from < to && one.to > from - minutes(5));
    const during = samples.filter(({ at }) => at > from + minutes(28) && at < to);
    const isShown = during.some(({ outages }) => outages.some(({ place }) => isPlace(place)));
    if (!isDisturbed && during.length > 0) {
      tally.add(['outage'], 'expected');
      tally.add(['outage'], isShown ? 'found' : 'missed');
      if (!isShown)
        tally.note({
          kind: 'outageMissed',
          at: from,
          room: rooms[0] ?? 0,
          signal: '',
          what: `${building} ${floor}`,
        });
    }
  }
  const gaps = world.rooms.map(({ index }) => gapsOf(judging, index));
  for (const { at, outages } of samples) {
    const silent = gaps.filter((own) =>
      own.some(({ from, to }) => at >= from && at <= to + minutes(35)),
    );
    if (outages.length === 0 || silent.length > 0) continue;
    tally.add(['outage'], 'false');
    tally.note({
      kind: 'outageFalse',
      at,
      room: 0,
      signal: '',
      what: outages.map(({ place }) => place).join(', '),
    });
  }
}
