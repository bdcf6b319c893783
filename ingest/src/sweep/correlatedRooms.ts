/** For an investigation: counts the other rooms of the building with the same issue. */
import type { Input } from '@rooms-pro/core';
import { issueKey, type Watched } from './roomWatch.ts';

type CorrelatedRooms = NonNullable<Extract<Input, { kind: 'tick' }>['neighbours']>;

/** Counts correlated rooms. The first call walks over all rooms; later calls use its counts. */
export function createCorrelatedRooms(
  rooms: () => Iterable<Watched>,
): (room: Watched) => CorrelatedRooms {
  let counts: Map<string, number> | null = null;
  return (room) => {
    counts ??= countIssues(rooms());
    const known = counts;
    const building = room.place?.building ?? '';
    return Object.fromEntries(
      room.uncorrelated.map((signal) => {
        const trouble = issueKey(building, signal);
        const isCounted = room.troubles.includes(trouble);
        return [signal, (known.get(trouble) ?? 0) - (isCounted ? 1 : 0)];
      }),
    );
  };
}

function countIssues(rooms: Iterable<Watched>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { troubles } of rooms) {
    for (const trouble of troubles) counts.set(trouble, (counts.get(trouble) ?? 0) + 1);
  }
  return counts;
}
