/** What the platform can know of a fault, from what it received: the measure for what must be found. */

import type { Played } from '../platform/play.ts';
import type { Message, TrueReading } from '../scenario/devices.ts';
import type { Fault } from '../scenario/groundTruth.ts';
import type { Path } from '../scenario/network.ts';
import {
  beatMs,
  disconnectedAfterMs,
  minutes,
  opensAfterMs,
  type Span,
  sweepMs,
} from '../scenario/times.ts';

/** A message as it was received. */
export type Reception = {
  readonly at: number;
  readonly message: Message;
  readonly path: Path;
  /** False: a message that was made later had been received already. */
  readonly isInOrder: boolean;
};

/** Receptions by device, in the order of receipt. */
export function receptionsOf({ delivered }: Pick<Played, 'delivered'>): Map<string, Reception[]> {
  const found = new Map<string, Reception[]>();
  const latest = new Map<string, number>();
  for (const { at, delivery } of delivered) {
    for (const message of delivery.messages) {
      const { id } = message.device;
      const isInOrder = message.at >= (latest.get(id) ?? Number.NEGATIVE_INFINITY);
      if (isInOrder) latest.set(id, message.at);
      const own = found.get(id) ?? [];
      own.push({ at, message, path: delivery.path, isInOrder });
      found.set(id, own);
    }
  }
  return found;
}

export type Heard = {
  /** When it was first received; `null`: never in order. */
  readonly first: Reception | null;
  /** When the platform first received it in any order. */
  readonly firstAtAll: number | null;
  /** When the first reading of after its end was received, in order; in any order. */
  readonly endAt: number;
  readonly endAtAll: number;
  /** When an incident must be open at the latest; `null`: it was over too soon, or the device was not heard. */
  readonly mustBy: number | null;
};

export function hear(fault: Fault, own: readonly Reception[], down: readonly Span[]): Heard {
  let first: Reception | null = null;
  let firstAtAll: number | null = null;
  let endAt = Number.POSITIVE_INFINITY;
  let endAtAll = Number.POSITIVE_INFINITY;
  for (const one of own) {
    const reading = readingOf(one, fault);
    if (reading === null) continue;
    if (reading.fault === fault) {
      firstAtAll ??= one.at;
      if (one.isInOrder) first ??= one;
    } else if (reading.at >= fault.to && reading.state === 'healthy') {
      endAtAll = Math.min(endAtAll, one.at);
      if (one.isInOrder) endAt = Math.min(endAt, one.at);
    }
  }
  const mustBy = first && latestOpening(fault, first.at, endAt, own, down);
  return { first, firstAtAll, endAt, endAtAll, mustBy };
}

function readingOf({ message }: Reception, { signal }: Fault): TrueReading | null {
  return (
    (message.isBabble ? undefined : message.readings.find((one) => one.signal === signal)) ?? null
  );
}

/** Sweeps come once a minute. */
const slackMs = sweepMs + minutes(1);

/** Counts only time in which the platform runs and hears the device. */
function latestOpening(
  { signal }: Fault,
  firstAt: number,
  endAt: number,
  own: readonly Reception[],
  down: readonly Span[],
): number | null {
  const isByEvents = signal === 'meeting-app';
  let left = opensAfterMs[signal] + slackMs;
  let at = firstAt;
  // Missing events prove nothing while the device sends nothing, and their time begins again after it.
  const silentAfterMs = isByEvents ? beatMs + minutes(1) : disconnectedAfterMs;
  for (const gap of [...deafOf(own, down, silentAfterMs)].sort((a, b) => a.from - b.from)) {
    if (gap.to <= at) continue;
    if (gap.from >= at + left || gap.from >= endAt) break;
    left -= Math.max(0, gap.from - at);
    at = Math.max(at, gap.to);
    // What was counted just before a stop may have to be counted again.
    const againMs = isByEvents ? opensAfterMs[signal] : minutes(6);
    left = Math.min(left + againMs, opensAfterMs[signal] + slackMs);
  }
  return at + left < endAt ? at + left : null;
}

/** When the platform could not hear this device. */
function* deafOf(
  own: readonly Reception[],
  down: readonly Span[],
  silentAfterMs: number,
): Iterable<Span> {
  for (const { from, to } of down) {
    const before = own.findLast(({ at }) => at <= from)?.at ?? from;
    const next = own.find(({ at }) => at >= to)?.at ?? Number.POSITIVE_INFINITY;
    yield { from: before, to: next };
  }
  const times = own.map(({ at }) => at);
  yield* silences(times, Number.NEGATIVE_INFINITY, silentAfterMs);
}

/** Where nothing was received for so long; left out: for so long that the room is disconnected. */
export function silences(
  times: readonly number[],
  untilMs = Number.NEGATIVE_INFINITY,
  longerThanMs = disconnectedAfterMs,
): Span[] {
  const found: Span[] = [];
  for (let index = 0; index < times.length; index += 1) {
    const from = times[index] ?? 0;
    const to = times[index + 1] ?? untilMs;
    if (to - from > longerThanMs) found.push({ from, to });
  }
  return found;
}
