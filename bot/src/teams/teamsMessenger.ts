/** The notifier's messenger on the Bot Framework connector: sends that no activity prompted. */
import { type Activity, CardFactory } from 'botbuilder';
import type { Audience, Conversation } from '../notify/audience.ts';
import { type Messenger, SendError, type WireCard } from '../notify/messenger.ts';
import { type SendKind, toSendError } from './sendFailure.ts';
import type { TeamsAdapter } from './teamsAdapter.ts';

export type TeamsMessengerDeps = {
  readonly adapter: TeamsAdapter;
  readonly audience: Audience;
  readonly nowMs: () => number;
  readonly timeoutMs?: number;
};

/** A message that is one card: text beside it would cost the id of the message. */
export function cardMessage(card: WireCard, summary: string): Partial<Activity> {
  return { type: 'message', summary, attachments: [CardFactory.adaptiveCard(card)] };
}

/** Makes the messenger. Every failure it throws is a `SendError`. */
export function createTeamsMessenger(deps: TeamsMessengerDeps): Messenger {
  const { adapter, audience, nowMs, timeoutMs = 15_000 } = deps;

  async function send<T>(
    kind: SendKind,
    conversationId: string,
    how: (
      connector: Awaited<ReturnType<TeamsAdapter['connector']>>,
      to: Conversation,
    ) => Promise<T>,
  ): Promise<T> {
    const conversation = audience.conversation(conversationId);
    if (!conversation) throw new SendError({ kind: 'gone', status: 404 });
    try {
      return await how(await adapter.connector(conversation.serviceUrl), conversation);
    } catch (error) {
      throw toSendError(error, kind, nowMs());
    }
  }

  return {
    async post(conversationId, card, summary) {
      const sent = await send('post', conversationId, (connector, to) => {
        const message = { ...cardMessage(card, summary), ...addressed(to), ...alert };
        return connector.conversations.sendToConversation(conversationId, message, {
          timeout: timeoutMs,
        });
      });
      if (!sent.id) throw new SendError({ kind: 'failed', status: null });
      return sent.id;
    },
    edit: (conversationId, activityId, card, summary) =>
      send('edit', conversationId, async (connector, to) => {
        const message = { ...cardMessage(card, summary), ...addressed(to), id: activityId };
        await connector.conversations.updateActivity(conversationId, activityId, message, {
          timeout: timeoutMs,
        });
      }),
  };
}

/** A new incident also shows in the activity feed. */
const alert = { channelData: { notification: { alert: true } } };

function addressed({ conversationId, kind, tenantId, botId, serviceUrl }: Conversation) {
  return {
    channelId: 'msteams',
    serviceUrl,
    from: { id: botId, name: '' },
    conversation: {
      id: conversationId,
      name: '',
      isGroup: kind !== 'personal',
      conversationType: kind,
      ...(tenantId ? { tenantId } : {}),
    },
  };
}
