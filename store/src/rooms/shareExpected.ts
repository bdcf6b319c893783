/** Lets rooms with equal expectations share one object, so that it is in the processor's cache. */
import type { Expected, IdleState } from '@rooms-pro/core';

/** Rooms with individual details share no entry. The limit keeps their entries from filling the memory. */
const maxShared = 2_000;

/** Creates a function that returns the same state with shared expectations. */
export function createExpectedSharing(): (idle: IdleState) => IdleState {
  const shared = new Map<string, Expected>();
  return (idle) => {
    const { signals, states, details } = idle.known;
    const key = JSON.stringify([signals, states, details]);
    const known = shared.get(key);
    if (known !== undefined) return { ...idle, known };
    if (shared.size >= maxShared) shared.clear();
    shared.set(key, idle.known);
    return idle;
  };
}
