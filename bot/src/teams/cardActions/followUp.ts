/** Updates the shared cards after the answer to a click. */
import type { Person } from '@rooms-pro/core';
import type { Log } from '../../log.ts';
import type { Sending } from '../../notify/delivery/leasedSender.ts';
import { outageCardNow } from '../../outages/currentOutageCard.ts';
import { type Incoming, withoutThread } from '../incoming/activity.ts';
import { type CardActionDeps, type CardOutcome, cardNow } from '../onCardAction.ts';
import type { Answers } from '../replies/replies.ts';

export type FollowUpDeps = CardActionDeps & {
  readonly notifier: Pick<Sending, 'roomChanged' | 'outageChanged' | 'keeps'>;
  readonly answers: Pick<Answers, 'edit'>;
  readonly log: Log;
};

/** Brings the clicked message up to date for all readers: the notifier's cards and all others. */
export async function followUp(
  { conversation, replyToId }: Incoming,
  { about, outage }: CardOutcome,
  person: Person,
  deps: FollowUpDeps,
): Promise<void> {
  const { notifier, answers, log } = deps;
  const conversationId = withoutThread(conversation.id);
  try {
    if (outage) {
      // The notifier edits its own cards. If this card is not one of them, the outage may be over.
      notifier.outageChanged(outage.id);
      if (!replyToId || (await notifier.keeps(outage.id, replyToId))) return;
      const { id, most } = outage;
      const now = await outageCardNow(id, person, most, {
        ...deps,
        repository: deps.outageRepository,
      });
      if (now) answers.edit(conversationId, replyToId, { reason: 'clicked', make: () => now });
      return;
    }
    if (!about) return;
    const { room, signal } = about;
    // Created directly before the send: an edit that waited must show the present state.
    const make = async () => {
      const now = (await deps.roomNow(room.id)) ?? room;
      return cardNow({ room: now, signal }, person, deps);
    };
    notifier.roomChanged(room);
    if (!replyToId || (await notifier.keeps(room.id, replyToId))) return;
    answers.edit(conversationId, replyToId, { reason: 'clicked', make });
  } catch (error) {
    log.error('card.failed', { conversationId, reason: 'clicked' }, error);
  }
}
