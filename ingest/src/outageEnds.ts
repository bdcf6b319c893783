/** When an outage is over: its last room came back, or too few are left for it to be one. */
import { between, type Instant, type OutageId, type RoomId } from '@rooms-pro/core';
import type { SilenceDeps, Step } from './silence.ts';

/** Rooms come back one by one: only after two beats is what is left alone. */
const beats = 2;

/**
 * Ends outages, and tells the few rooms that stay silent that each of them is silent alone from now
 * on: otherwise one dead room would keep an outage open for days.
 */
export function createOutageEnds(deps: SilenceDeps): (now: Instant) => Promise<readonly Step[]> {
  const smallSince = new Map<OutageId, Instant>();

  return async (now) => {
    const { watch, outages, rules } = deps;
    const ongoing = outages.ongoing();
    if (ongoing.length === 0) return [];
    const rooms = new Map<OutageId, RoomId[]>();
    for (const { roomId, outage } of watch.rooms()) {
      if (outage) rooms.set(outage.id, [...(rooms.get(outage.id) ?? []), roomId]);
    }
    const steps: Step[] = [];
    for (const { id } of ongoing) {
      const left = rooms.get(id) ?? [];
      if (left.length >= rules.outage.rooms) {
        smallSince.delete(id);
        continue;
      }
      const since = smallSince.get(id) ?? now;
      smallSince.set(id, since);
      const isOver = between(since, now) >= beats * rules.outage.withinMs;
      if (left.length > 0 && !isOver) continue;
      smallSince.delete(id);
      await outages.end(id, now);
      for (const roomId of left) {
        steps.push({ roomId, input: () => ({ kind: 'outageOver', outage: id }) });
      }
    }
    return steps;
  };
}
