/** Informs each manager once of each paused conversation, in the manager's personal chat with the bot. */
import type { Instant } from '@rooms-pro/core';
import { type PausedConversation, pausedCard } from '../../cards/index.ts';
import { SendError } from '../delivery/messenger.ts';
import type { SendCard } from '../plan/step.ts';
import type { Conversation } from '../subscriptions/conversations.ts';
import { type CurrentPerson, noPeople } from '../subscriptions/readers.ts';
import type { Subscriptions } from '../subscriptions/subscriptions.ts';

export type InformingDeps = {
  readonly sendCard: SendCard;
  readonly subscriptions: Subscriptions;
  readonly currentPerson?: CurrentPerson;
};

/** The personal conversations of managers that were not informed of all pauses yet. */
export function managersToInform(
  deps: Pick<InformingDeps, 'subscriptions' | 'currentPerson'>,
): string[] {
  const { subscriptions, currentPerson = noPeople } = deps;
  const paused = [...subscriptions.conversations()].filter((one) => one.paused);
  if (paused.length === 0) return [];
  return [...subscriptions.conversations()]
    .filter(
      (reader) =>
        reader.readerId !== null &&
        !reader.paused &&
        // Without a directory of people, every person is a manager.
        (currentPerson(reader.readerId)?.role ?? 'manager') === 'manager' &&
        pausesToReport(reader.conversationId, paused).length > 0,
    )
    .map(({ conversationId }) => conversationId);
}

/**
 * Informs one manager of all pauses that the manager was not informed of. Returns whether a card was
 * sent.
 */
export async function informManager(
  conversationId: string,
  since: Instant,
  deps: InformingDeps,
  waitForLimit: () => Promise<void>,
): Promise<boolean> {
  if (!managersToInform(deps).includes(conversationId)) return false;
  await waitForLimit();
  const { subscriptions } = deps;
  // Reads the pauses again: in the meantime, a conversation may have been resumed or paused.
  const newPauses = pausesToReport(conversationId, subscriptions.conversations());
  if (newPauses.length === 0) return false;
  const rendered = pausedCard(newPauses.map((one) => describe(one, deps)));
  const card = { ...rendered, activityId: null, reason: 'conversationPaused' } as const;
  let refusal: SendError | null = null;
  try {
    await deps.sendCard({ conversationId, subject: 'pauses', about: 'pauses', since }, card);
  } catch (error) {
    // A card that Teams can never accept is not sent again; the error is logged.
    if (!(error instanceof SendError) || error.failure.kind !== 'failed') throw error;
    refusal = error;
  }
  for (const { conversationId: id, paused } of newPauses) {
    await subscriptions.pause(id, (known) =>
      known && known.since === paused.since
        ? { ...known, informed: [...known.informed, conversationId] }
        : null,
    );
  }
  if (refusal) throw refusal;
  return true;
}

type Paused = Conversation & Required<Pick<Conversation, 'paused'>>;

function pausesToReport(readerId: string, conversations: Iterable<Conversation>): Paused[] {
  return [...conversations].filter(
    (one): one is Paused =>
      one.paused !== undefined &&
      one.conversationId !== readerId &&
      !one.paused.informed.includes(readerId),
  );
}

function describe(
  { kind, teamName, channelName, chatName, readerId, paused }: Paused,
  { currentPerson = noPeople }: Pick<InformingDeps, 'currentPerson'>,
): PausedConversation {
  const { since, reason, code } = paused;
  const readerName = readerId === null ? null : (currentPerson(readerId)?.name ?? null);
  const names = { teamName, channelName, chatName };
  return { kind, ...names, readerName, since, reason, code };
}
