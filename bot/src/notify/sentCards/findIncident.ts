/** The incident of a card that was sent. */
import type { RoomId, SignalId } from '@rooms-pro/core';
import { isOutage, type SentCardStore } from './sentCards.ts';

/** The room and the signal of a card that was sent. */
export type SentIncident = { readonly roomId: RoomId; readonly signal: SignalId };

export function findIncident(
  posts: Pick<SentCardStore, 'of' | 'subjects'>,
  conversationId: string,
  activityId: string,
): SentIncident | null {
  for (const subject of posts.subjects()) {
    if (isOutage(subject)) continue;
    for (const card of posts.of(subject).values()) {
      const isThis = card.activityId === activityId && card.conversationId === conversationId;
      if (isThis && card.about === 'incident') return { roomId: subject, signal: card.signal };
    }
  }
  return null;
}
