/** Which rooms and outages the notifier compares with their cards, beside a room that has just changed. */
import type { OutageId, Room } from '@rooms-pro/core';
import type { Log } from '../log.ts';
import { mayConcern } from './plan/plan.ts';
import type { Item } from './plan/step.ts';
import { isOutage, type SentCardStore, type Subject } from './sentCards/sentCards.ts';
import type { Subscriptions } from './subscriptions/subscriptions.ts';

export type ReconcileDeps = {
  readonly fleet: { all(): Iterable<Room>; outageIds(): Iterable<OutageId> };
  readonly sentCards: SentCardStore;
  readonly subscriptions: Subscriptions;
  readonly log: Log;
  /** Adds one item to the queue of one conversation. */
  readonly add: (conversationId: string, item: Item) => void;
  /** Adds a room to the queue of every conversation that may show it. */
  readonly room: (room: Pick<Room, 'id'>) => void;
};

export type Reconcile = {
  /** Adds an outage to the queue of every conversation that may show it. */
  outage(id: OutageId): void;
  /** Adds all rooms and outages that one conversation shows or may have to show. */
  conversation(conversationId: string): void;
  /** Adds all rooms and outages, also those whose records of cards can be read again. */
  everything(): void;
};

export function createReconcile({
  fleet,
  sentCards,
  subscriptions,
  log,
  add,
  room,
}: ReconcileDeps): Reconcile {
  function outage(id: OutageId): void {
    for (const { conversationId } of sentCards.of(id).values()) add(conversationId, id);
    for (const { conversationId } of subscriptions.active()) add(conversationId, id);
  }

  function subject(changed: Subject): void {
    if (isOutage(changed)) outage(changed);
    else room({ id: changed });
  }

  /** Checks cards whose records were in quarantine and can be read again, because they may be outdated. */
  async function recheckUnreadable(): Promise<void> {
    try {
      for (const one of await sentCards.rereadUnreadable()) subject(one);
    } catch (error) {
      log.error('sender.failed', {}, error);
    }
  }

  return {
    outage,
    conversation(conversationId) {
      add(conversationId, 'subscription');
      for (const one of sentCards.subjects()) {
        const own = [...sentCards.of(one).values()];
        if (own.some((post) => post.conversationId === conversationId)) add(conversationId, one);
      }
      const subscription = subscriptions.find(conversationId);
      if (subscription === null) return;
      for (const id of fleet.outageIds()) add(conversationId, id);
      for (const one of fleet.all()) {
        if (mayConcern(one, subscription)) add(conversationId, one.id);
      }
    },
    everything() {
      for (const one of [...sentCards.subjects()]) subject(one);
      for (const id of fleet.outageIds()) outage(id);
      for (const one of fleet.all()) room(one);
      void recheckUnreadable();
    },
  };
}
