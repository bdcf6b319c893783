/** Compares what the product showed with what was true. It reads nothing but the product's own pages. */

import type { Played } from '../platform/play.ts';
import type { HistoryLine, ProductRoom } from '../platform/product.ts';
import type { Fault, World } from '../scenario/groundTruth.ts';
import { earliestAfterMs, minutes, opensAfterMs, overlaps } from '../scenario/times.ts';
import { judgeConnections, judgeDrift, judgeOutages } from './judgeRooms.ts';
import { type Judging, openingsOf } from './judging.ts';
import { type Heard, hear, receptionsOf } from './observations.ts';
import { createTally, sayAt, type Tally, type Verdict } from './verdict.ts';

/** Judged as the whole room, not as a signal of a device. */
const ofTheRoom = new Set(['connection', 'time-drift']);

export function judge(world: World, played: Played): Verdict {
  const tally = createTally();
  const judging: Judging = { world, played, receptions: receptionsOf(played), tally };
  for (const room of played.product) {
    judgeTickets(room, tally);
    const signals = new Set(
      room.history.filter(({ signal }) => signal !== '').map(({ signal }) => signal),
    );
    for (const fault of world.faults) if (fault.room === room.room) signals.add(fault.signal);
    for (const signal of signals) if (!ofTheRoom.has(signal)) judgeSignal(judging, room, signal);
    judgeConnections(judging, room);
    judgeDrift(judging, room);
  }
  judgeOutages(judging);
  return tally.verdict();
}

/** Whether an incident of this fault must open, for the choice of what to withhold. */
export function mustFind(
  { delivered, down }: Pick<Played, 'delivered' | 'down'>,
  fault: Fault,
): boolean {
  const own = receptionsOf({ delivered }).get(fault.device) ?? [];
  return fault.kind === 'fault' && hear(fault, own, down).mustBy !== null;
}

/** One signal permanently has one ticket. */
function judgeTickets({ room, history }: ProductRoom, tally: Tally): void {
  const numbers = Map.groupBy(
    history.filter(({ ticket }) => ticket !== ''),
    ({ signal }) => signal,
  );
  for (const [signal, told] of numbers) {
    const tickets = new Set(told.map(({ ticket }) => ticket));
    if (signal !== '' && tickets.size === 1) continue;
    tally.add(['tickets'], 'duplicates');
    tally.note({
      kind: 'duplicate',
      at: 0,
      room,
      signal,
      what: `tickets ${[...tickets].join(', ')}`,
    });
  }
}

function judgeSignal(judging: Judging, room: ProductRoom, signal: string): void {
  const { world, played, receptions, tally } = judging;
  const faults = world.faults.filter((one) => one.room === room.room && one.signal === signal);
  const heard = new Map(
    faults.map((one) => [one, hear(one, receptions.get(one.device) ?? [], played.down)]),
  );
  const openings = openingsOf(room, signal);
  const taken = new Set<HistoryLine>();
  for (const [fault, known] of heard) {
    const until = fault.kind.endsWith('Flapping')
      ? fault.to + minutes(35)
      : Math.max(fault.to, known.endAt);
    const own = openings.filter(
      ({ at }) =>
        at >= fault.from - 1_000 &&
        at <= until + blipTailMs(fault) &&
        at < fault.to + minutes(60 * 12),
    );
    for (const one of own) taken.add(one);
    if (fault.kind === 'blip') judgeBlip(judging, fault, known, own);
    else if (fault.kind === 'fault') judgeFault(judging, fault, known, own, room);
    else judgeFlapping(judging, fault, own, room);
  }
  for (const { at } of openings.filter((one) => !taken.has(one))) {
    tally.add(['no fault at all'], 'false');
    tally.note({ kind: 'false', at, room: room.room, signal, what: 'nothing was wrong' });
  }
  const isOver = faults.every(({ to }) => to < world.spanMs - minutes(40));
  if (isOver && room.open.includes(signal)) {
    tally.note({
      kind: 'stuckOpen',
      at: world.spanMs,
      room: room.room,
      signal,
      what: 'open at the end',
    });
  }
}

/** An incident that opens so long after a blip is the blip's. */
const blipTailMs = ({ kind, signal }: Fault) =>
  kind === 'blip' ? opensAfterMs[signal] + minutes(15) : 1_000;

function classesOf({ world, played }: Judging, fault: Fault, { first }: Heard): string[] {
  const device = world.rooms[fault.room]?.devices.find(({ id }) => id === fault.device);
  const around = { from: fault.from, to: fault.to + opensAfterMs[fault.signal] };
  const isAtRestart = played.down.some((one) => overlaps(one, around));
  const path = isAtRestart ? 'restart' : (first?.path ?? 'never in order');
  return [
    `clock ${device?.clock}`,
    `path ${path}`,
    `numbered ${device?.isNumbered ? 'yes' : 'no'}`,
    ...(fault.signal === 'meeting-app' ? ['app by its heartbeats'] : []),
  ];
}

function judgeBlip(
  judging: Judging,
  fault: Fault,
  known: Heard,
  openings: readonly HistoryLine[],
): void {
  const { tally } = judging;
  const classes = classesOf(judging, fault, known);
  tally.add(classes, 'blips');
  for (const { at } of openings) {
    const kind = kindOfFalse(judging, fault, known, at);
    tally.add(classes, kind);
    tally.note({
      kind,
      at,
      room: fault.room,
      signal: fault.signal,
      what: `blip ${sayAt(fault.from)}–${sayAt(fault.to)}, first received ${sayAt(known.firstAtAll ?? 0)}, its end ${sayAt(known.endAtAll)} (${classes.join(', ')})`,
    });
  }
}

/**
 * A blip that no method can recognise: the platform had received it for the rule's time and nothing of after
 * its end, in any order. Either a message with its end was overtaken on its way, or the device was cut off.
 */
function kindOfFalse(
  { played }: Judging,
  fault: Fault,
  known: Heard,
  at: number,
): 'false' | 'overtaken' | 'endUnheard' {
  const hasLasted =
    known.firstAtAll !== null && at - known.firstAtAll >= earliestAfterMs(fault.signal) - 1_000;
  if (!hasLasted || known.endAtAll <= at) return 'false';
  const end = played.delivered.find(
    ({ delivery }) =>
      delivery.path === 'delayed' &&
      delivery.messages.some(
        (one) =>
          one.device.id === fault.device &&
          one.at < at &&
          one.readings.some(
            (reading) =>
              reading.signal === fault.signal &&
              reading.at >= fault.to &&
              reading.state === 'healthy',
          ),
      ),
  );
  return end && end.at > at ? 'overtaken' : 'endUnheard';
}

function judgeFault(
  judging: Judging,
  fault: Fault,
  known: Heard,
  openings: readonly HistoryLine[],
  room: ProductRoom,
): void {
  const { tally, played } = judging;
  const classes = classesOf(judging, fault, known);
  const { mustBy } = known;
  const [first, ...more] = openings;
  const note = (
    kind: 'missed' | 'duplicate' | 'resolvedTooSoon' | 'shownHealthy',
    at: number,
    what: string,
  ) =>
    tally.note({
      kind,
      at,
      room: fault.room,
      signal: fault.signal,
      what: `${what}; fault ${sayAt(fault.from)}–${sayAt(fault.to)}, received ${sayAt(known.first?.at ?? 0)} (${classes.join(', ')})`,
    });
  for (const { at } of more) {
    tally.add(classes, 'duplicates');
    note('duplicate', at, 'opens again in the same fault');
  }
  for (const { at, type, signal } of room.history) {
    const isEarly =
      type === 'incident.resolved' && signal === fault.signal && at > fault.from && at < fault.to;
    if (isEarly && first && at >= first.at)
      note('resolvedTooSoon', at, 'resolved while it is at fault');
  }
  if (mustBy === null) {
    tally.add(classes, 'optional');
    return;
  }
  tally.add(classes, 'expected');
  if (!first || first.at > mustBy) {
    tally.add(classes, 'missed');
    note('missed', mustBy, first ? `opens only ${sayAt(first.at)}` : 'no incident');
    return;
  }
  tally.add(classes, 'found');
  tally.delay(first.at - (known.firstAtAll ?? first.at) - opensAfterMs[fault.signal]);
  if (fault.signal === 'wifi-only') return;
  for (const { at, health } of played.samples) {
    if (at <= mustBy || at >= fault.to || at >= known.endAt) continue;
    if (health.get(fault.room) === 'healthy') note('shownHealthy', at, 'the room is shown healthy');
  }
}

/** Fast flapping opens within an hour; what flaps slowly opens by its rule. After the mark nothing opens again. */
function judgeFlapping(
  judging: Judging,
  fault: Fault,
  openings: readonly HistoryLine[],
  room: ProductRoom,
): void {
  const { tally } = judging;
  const isFast = fault.kind === 'fastFlapping';
  const classes = [`kind ${fault.kind}`];
  const mustBy = fault.from + (isFast ? minutes(67) : opensAfterMs[fault.signal] + minutes(3));
  const [first] = openings;
  const note = (kind: 'missed' | 'duplicate' | 'notMarkedFlapping', at: number, what: string) =>
    tally.note({
      kind,
      at,
      room: fault.room,
      signal: fault.signal,
      what: `${what}; ${fault.kind} ${sayAt(fault.from)}–${sayAt(fault.to)}`,
    });
  tally.add(classes, 'expected');
  if (!first || first.at > mustBy) {
    tally.add(classes, 'missed');
    note('missed', mustBy, first ? `opens only ${sayAt(first.at)}` : 'no incident');
    return;
  }
  tally.add(classes, 'found');
  const marked = room.history.find(
    ({ type, signal, at }) =>
      type === 'incident.flapping' && signal === fault.signal && at >= fault.from && at <= fault.to,
  );
  if (!marked) {
    note('notMarkedFlapping', fault.to, 'never marked');
    return;
  }
  const again = isFast ? openings.slice(1) : openings.filter(({ at }) => at > marked.at);
  for (const { at } of again) {
    tally.add(classes, 'duplicates');
    note('duplicate', at, 'opens again while it flaps');
  }
}
