/** When an outage is over: its last room came back, or too few were left of it for long enough. */
import { between, type Instant, type Outage } from '@rooms-pro/core';
import { isUnreadable } from '@rooms-pro/store';
import type { DisconnectionDeps, Step } from './disconnectedRooms.ts';

/** Writes to the document of an outage; one in quarantine is written once it can be read again. */
async function write({ log }: DisconnectionDeps, writing: Promise<void>): Promise<void> {
  await writing.catch((error: unknown) => {
    if (!isUnreadable(error)) throw error;
    log.error('outages.failed', {}, error);
  });
}

/**
 * Ends outages. Rooms come back one by one, so the last few stay in the outage for the rule's time; then
 * each of those still silent is an incident of its own, or one dead room would keep an outage for days.
 */
export function createOutageEnds(
  deps: DisconnectionDeps,
): (now: Instant) => Promise<readonly Step[]> {
  const { watch, outages, rules } = deps;
  let isLoaded = false;

  async function stepsFor({ id, fewSince }: Outage, left: readonly Step['roomId'][], now: Instant) {
    if (left.length === 0) await write(deps, outages.end(id, now));
    if (left.length === 0) return [];
    if (left.length >= rules.outage.rooms) {
      if (fewSince !== undefined) await write(deps, outages.noteFew(id, null));
      return [];
    }
    if (fewSince === undefined) await write(deps, outages.noteFew(id, now));
    if (between(fewSince ?? now, now) < rules.outage.lingersMs) return [];
    // It ends with the next sweep, once all of them have left it.
    return left.map(
      (roomId): Step => ({ roomId, input: () => ({ kind: 'outageOver', outage: id }) }),
    );
  }

  return async (now) => {
    // One whose last room came back while no sweep ran is known from the store alone.
    if (!isLoaded) await outages.load();
    isLoaded = true;
    const ongoing = outages.ongoing();
    if (ongoing.length === 0) return [];
    const outaged = [...watch.rooms()].filter(({ outage }) => outage !== null);
    const rooms = Map.groupBy(outaged, ({ outage }) => outage?.id);
    const steps: Step[] = [];
    for (const outage of ongoing) {
      const left = (rooms.get(outage.id) ?? []).map(({ roomId }) => roomId);
      steps.push(...(await stepsFor(outage, left, now)));
    }
    return steps;
  };
}
