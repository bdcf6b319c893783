/** The current state of an outage: its document in the store, and its disconnected rooms in the fleet. */
import { singleFlight } from '@rooms-pro/async';
import type { Outage, OutageId } from '@rooms-pro/core';
import type { OutageRepository } from '@rooms-pro/store';
import type { OutageRooms } from '../fleet/acrossRooms.ts';

export type OutageNow = OutageRooms & {
  /** `null`: a newer outage at the same location replaced it, so this one is over. */
  readonly outage: Outage | null;
};

export type OutageView = {
  /** The state as it was last read. */
  of(id: OutageId): OutageNow;
  /**
   * False while this outage's document may be in quarantine. The bot then sends nothing about the
   * outage.
   */
  isKnown(id: OutageId): boolean;
  /** Ensures that the document was read, and, when all rooms are back, that its end was read. */
  refresh(id: OutageId): Promise<void>;
};

/**
 * Creates the view. It reads the documents again only when another process may have written a needed
 * change.
 */
export function createOutageView(deps: {
  readonly repository: Pick<OutageRepository, 'byId' | 'load' | 'isComplete'>;
  readonly fleet: { outage(id: OutageId): OutageRooms };
}): OutageView {
  const { repository, fleet } = deps;
  /** Many conversations refresh at once, so they share one load. */
  const load = singleFlight(repository.load);

  return {
    of: (id) => ({ ...fleet.outage(id), outage: repository.byId(id) }),
    isKnown: (id) => repository.byId(id) !== null || repository.isComplete(),
    async refresh(id) {
      const document = repository.byId(id);
      const isSilent = fleet.outage(id).rooms.length > 0;
      if (document !== null && (isSilent || document.endedAt !== null)) return;
      await load();
    },
  };
}
