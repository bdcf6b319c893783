/** Which conversations may have to be sent something: every possible card gets its turn in a lane. */
import type { OutageId, Room } from '@rooms-pro/core';
import type { ConversationQueues } from './delivery/conversationQueue.ts';
import type { NotifierDeps } from './notifier.ts';
import { managersToInform } from './pauses/informManagers.ts';
import { mayConcern } from './plan/plan.ts';
import { isOutage, type Subject } from './sentCards/sentCards.ts';

/** What waits in a lane: a room or outage, the end of a subscription, or pauses to inform of. */
export type Item = Subject | 'subscription' | 'pauses';

/** Puts into lanes what may have to be sent; what is true decides when its turn comes. */
export function createConversationLook(
  deps: NotifierDeps,
  lanes: Pick<ConversationQueues<Item>, 'add'>,
  signal: AbortSignal,
) {
  const { fleet, posts, audience } = deps;

  function add(conversationId: string, item: Item): void {
    if (!signal.aborted) lanes.add(conversationId, item, deps.now());
  }

  function outage(id: OutageId): void {
    for (const { conversationId } of posts.of(id).values()) add(conversationId, id);
    for (const { conversationId } of audience.subscriptions()) add(conversationId, id);
  }

  function room({ id }: Pick<Room, 'id'>): void {
    const now = fleet.room(id);
    if (!now) return;
    for (const { conversationId } of posts.of(id).values()) add(conversationId, id);
    for (const subscription of audience.subscriptions()) {
      if (mayConcern(now, subscription)) add(subscription.conversationId, id);
    }
  }

  function subject(changed: Subject): void {
    if (isOutage(changed)) outage(changed);
    else room({ id: changed });
  }

  return {
    outage,
    room,
    subject,
    pauses() {
      for (const id of managersToInform(deps)) add(id, 'pauses');
    },
    /** All that one conversation shows or should show. */
    conversation(conversationId: string): void {
      add(conversationId, 'subscription');
      for (const subject of posts.subjects()) {
        const own = [...posts.of(subject).values()];
        if (own.some((post) => post.conversationId === conversationId))
          add(conversationId, subject);
      }
      const subscription = audience.subscription(conversationId);
      if (subscription === null) return;
      for (const id of fleet.outageIds()) add(conversationId, id);
      for (const one of fleet.all()) {
        if (mayConcern(one, subscription)) add(conversationId, one.id);
      }
    },
    everything() {
      for (const one of [...posts.subjects()]) subject(one);
      for (const id of fleet.outageIds()) outage(id);
      for (const one of fleet.all()) room(one);
    },
  };
}
