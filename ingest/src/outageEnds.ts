/** When an outage is over: its last room came back, or too few are left for it to be one. */
import { between, type Instant, type OutageId } from '@rooms-pro/core';
import { isUnreadable } from '@rooms-pro/store';
import type { SilenceDeps, Step } from './silence.ts';

/** An outage in quarantine ends once it can be read again. */
async function end(id: OutageId, { outages, log }: SilenceDeps, now: Instant): Promise<void> {
  await outages.end(id, now).catch((error: unknown) => {
    if (!isUnreadable(error)) throw error;
    log.error('outages.failed', {}, error);
  });
}

/** Rooms come back one by one: only after two beats is what is left alone. */
const beats = 2;

/**
 * Ends outages, and tells the few rooms that stay silent that each of them is silent alone from now
 * on: otherwise one dead room would keep an outage open for days.
 */
export function createOutageEnds(deps: SilenceDeps): (now: Instant) => Promise<readonly Step[]> {
  const smallSince = new Map<OutageId, Instant>();
  let isLoaded = false;

  return async (now) => {
    const { watch, outages, rules } = deps;
    // One whose last room came back while nobody swept is known from the store alone.
    if (!isLoaded) await outages.load();
    isLoaded = true;
    const ongoing = outages.ongoing();
    if (ongoing.length === 0) return [];
    const outaged = [...watch.rooms()].filter(({ outage }) => outage !== null);
    const rooms = Map.groupBy(outaged, ({ outage }) => outage?.id);
    const steps: Step[] = [];
    for (const { id } of ongoing) {
      const left = rooms.get(id) ?? [];
      if (left.length === 0) await end(id, deps, now);
      if (left.length === 0 || left.length >= rules.outage.rooms) {
        smallSince.delete(id);
        continue;
      }
      const since = smallSince.get(id) ?? now;
      smallSince.set(id, since);
      if (between(since, now) < beats * rules.outage.withinMs) continue;
      // It ends with the next sweep, once all of them have been told.
      for (const { roomId } of left) {
        steps.push({ roomId, input: () => ({ kind: 'outageOver', outage: id }) });
      }
    }
    return steps;
  };
}
