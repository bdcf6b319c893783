/** What is true of an outage: its document in the store, and its silent rooms in the fleet. */
import type { Outage, OutageId } from '@rooms-pro/core';
import type { OutageRepository } from '@rooms-pro/store';
import type { OutageRooms } from '../fleet/acrossRooms.ts';

export type OutageNow = OutageRooms & {
  /** `null`: its place has had another since, so this one is over. */
  readonly outage: Outage | null;
};

export type OutageView = {
  /** As last seen. */
  of(id: OutageId): OutageNow;
  /** False while a document of an outage is in quarantine that could be this one: nothing is told of it. */
  isKnown(id: OutageId): boolean;
  /** Makes sure that its document is known, and its end once its rooms are back. */
  look(id: OutageId): Promise<void>;
};

/** Looks into the book again only for what this process cannot know: others write it. */
export function createOutageView(deps: {
  readonly book: Pick<OutageRepository, 'byId' | 'load' | 'isComplete'>;
  readonly fleet: { outage(id: OutageId): OutageRooms };
}): OutageView {
  const { book, fleet } = deps;
  let loading: Promise<void> | null = null;

  return {
    of: (id) => ({ ...fleet.outage(id), outage: book.byId(id) }),
    isKnown: (id) => book.byId(id) !== null || book.isComplete(),
    async look(id) {
      const known = book.byId(id);
      const isSilent = fleet.outage(id).rooms.length > 0;
      if (known !== null && (isSilent || known.endedAt !== null)) return;
      // Many conversations ask at once: one look answers them all.
      loading ??= book.load().finally(() => {
        loading = null;
      });
      await loading;
    },
  };
}
