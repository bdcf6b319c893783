/** Ends outages: after the last room reconnected, or when too few rooms remain for long enough. */
import { between, type Instant, type Outage, type Rules } from '@rooms-pro/core';
import { isUnreadable } from '@rooms-pro/store';
import type { DisconnectionDeps, Step } from './disconnectedRooms.ts';

/** Waits for a write to an outage; a document in quarantine is written when it is readable again. */
async function write(
  { log }: Pick<DisconnectionDeps, 'log'>,
  writing: Promise<void>,
): Promise<void> {
  await writing.catch((error: unknown) => {
    if (!isUnreadable(error)) throw error;
    log.error('outages.failed', {}, error);
  });
}

/**
 * Ends outages. Rooms reconnect one by one, so the last few rooms remain in the outage for the time of the
 * rule. After that each disconnected room is a separate incident, because one broken room would keep the
 * outage open for days.
 */
export function createOutageEnds(
  deps: Omit<DisconnectionDeps, 'rules'>,
): (now: Instant, rules: Rules) => Promise<readonly Step[]> {
  const { watch, outages } = deps;
  let isLoaded = false;

  async function stepsFor(
    { id, fewSince }: Outage,
    remaining: readonly Step['roomId'][],
    now: Instant,
    rules: Rules,
  ) {
    if (remaining.length === 0) await write(deps, outages.end(id, now));
    if (remaining.length === 0) return [];
    if (remaining.length >= rules.outage.rooms) {
      if (fewSince !== undefined) await write(deps, outages.noteFew(id, null));
      return [];
    }
    if (fewSince === undefined) await write(deps, outages.noteFew(id, now));
    if (between(fewSince ?? now, now) < rules.outage.lingersMs) return [];
    // The next sweep ends the outage, when all rooms have remaining it.
    return remaining.map(
      (roomId): Step => ({ roomId, input: () => ({ kind: 'outageOver', outage: id }) }),
    );
  }

  return async (now, rules) => {
    // Only the store contains an outage whose last room reconnected while no sweep ran.
    if (!isLoaded) await outages.load();
    isLoaded = true;
    const ongoing = outages.ongoing();
    if (ongoing.length === 0) return [];
    const affected = [...watch.rooms()].filter(({ outage }) => outage !== null);
    const rooms = Map.groupBy(affected, ({ outage }) => outage?.id);
    const steps: Step[] = [];
    for (const outage of ongoing) {
      const remaining = (rooms.get(outage.id) ?? []).map(({ roomId }) => roomId);
      steps.push(...(await stepsFor(outage, remaining, now, rules)));
    }
    return steps;
  };
}
