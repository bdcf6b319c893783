/** For an investigation: how many other rooms of the building have the same trouble. */
import type { Input } from '@rooms-pro/core';
import { issueKey, type Watched } from './roomWatch.ts';

type Neighbours = NonNullable<Extract<Input, { kind: 'tick' }>['neighbours']>;

/** Looks round at the rooms as they are now; costs one walk over them, made when first asked. */
export function createCorrelatedRooms(
  rooms: () => Iterable<Watched>,
): (room: Watched) => Neighbours {
  let counts: Map<string, number> | null = null;
  return (room) => {
    counts ??= countTroubles(rooms());
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

function countTroubles(rooms: Iterable<Watched>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { troubles } of rooms) {
    for (const trouble of troubles) counts.set(trouble, (counts.get(trouble) ?? 0) + 1);
  }
  return counts;
}
