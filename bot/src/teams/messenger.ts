/** Sends cards and answers through the Bot Framework connector. */
import type { Instant } from '@rooms-pro/core';
import { type Activity, CardFactory } from 'botbuilder';
import { type Messenger, SendError, type WireCard } from '../notify/delivery/messenger.ts';
import type { ConversationFacts } from '../notify/subscriptions/conversations.ts';
import type { Subscriptions } from '../notify/subscriptions/subscriptions.ts';
import { type BotCredentials, type Connector, TeamsAdapter } from './adapter.ts';
import { type Incoming, toConversation } from './incoming/activity.ts';
import { type SendKind, toSendError } from './sendFailure.ts';

export type TeamsMessengerDeps = {
  readonly adapter: TeamsAdapter;
  readonly subscriptions: Subscriptions;
  readonly nowMs: () => number;
  readonly timeoutMs?: number;
};

/** The connection to Teams: the messenger of the notifier, and the adapter that receives activities. */
export type TeamsConnection = {
  readonly adapter: TeamsAdapter;
  readonly messenger: TeamsMessenger;
  /** Whether activities must have a token. A bot without an id accepts only activities from this machine. */
  readonly needsToken: boolean;
};

/** Creates the connection to Teams. */
export function createTeamsConnection(deps: {
  readonly credentials: BotCredentials;
  readonly subscriptions: Subscriptions;
  readonly now: () => Instant;
}): TeamsConnection {
  const { subscriptions, now } = deps;
  const adapter = new TeamsAdapter(deps.credentials);
  const nowMs = () => Date.parse(now());
  const needsToken = deps.credentials.id !== '';
  return {
    adapter,
    needsToken,
    messenger: createTeamsMessenger({ adapter, subscriptions, nowMs }),
  };
}

/** The target of a reply: a thread and a message in it. */
export type ReplyTo = {
  readonly conversation: Omit<ConversationFacts, 'readerId'>;
  /** The id of the conversation in the activity: in channels it contains the thread. */
  readonly threadId: string;
  readonly activityId: string | null;
};

export type TeamsMessenger = Messenger & {
  /** Replies in the thread of a message. The conversation may be unknown, because the message names it. */
  reply(to: ReplyTo, card: WireCard, summary: string): Promise<void>;
  /** Shows the typing indicator. */
  typing(to: ReplyTo): Promise<void>;
};

/** The target for a reply to an activity. */
export function replyTo(activity: Incoming): ReplyTo {
  return {
    conversation: toConversation(activity),
    threadId: activity.conversation.id,
    activityId: activity.id || null,
  };
}

/** A message with one card and no text: with a text, Teams would not return the id of the message. */
function cardMessage(card: WireCard, summary: string): Partial<Activity> {
  return { type: 'message', summary, attachments: [CardFactory.adaptiveCard(card)] };
}

/** Creates the messenger. Its methods throw only `SendError`. */
export function createTeamsMessenger(deps: TeamsMessengerDeps): TeamsMessenger {
  const { adapter, subscriptions, nowMs, timeoutMs: timeout = 15_000 } = deps;

  async function send<T>(
    kind: SendKind,
    serviceUrl: string,
    how: (connector: Connector) => Promise<T>,
  ): Promise<T> {
    try {
      return await how(await adapter.connector(serviceUrl));
    } catch (error) {
      throw toSendError(error, kind, nowMs());
    }
  }

  function known(conversationId: string) {
    const conversation = subscriptions.conversation(conversationId);
    if (!conversation) throw new SendError({ kind: 'left' });
    return conversation;
  }

  function answer(to: ReplyTo, message: Partial<Activity>): Promise<unknown> {
    const { conversation, threadId, activityId } = to;
    const sent = { ...message, ...addressed(conversation, threadId) };
    return send('post', conversation.serviceUrl, ({ conversations }) =>
      activityId === null
        ? conversations.sendToConversation(threadId, sent, { timeout })
        : conversations.replyToActivity(
            threadId,
            activityId,
            { ...sent, replyToId: activityId },
            { timeout },
          ),
    );
  }

  return {
    async post(conversationId, card, summary) {
      const to = known(conversationId);
      const message = { ...cardMessage(card, summary), ...addressed(to), ...alert };
      const sent = await send('post', to.serviceUrl, ({ conversations }) =>
        conversations.sendToConversation(conversationId, message, { timeout }),
      );
      if (!sent.id) throw new SendError({ kind: 'failed', status: null });
      return sent.id;
    },
    async edit(conversationId, activityId, card, summary) {
      const to = known(conversationId);
      const message = { ...cardMessage(card, summary), ...addressed(to), id: activityId };
      await send('edit', to.serviceUrl, ({ conversations }) =>
        conversations.updateActivity(conversationId, activityId, message, { timeout }),
      );
    },
    async reply(to, card, summary) {
      await answer(to, cardMessage(card, summary));
    },
    async typing(to) {
      await answer(to, { type: 'typing' });
    },
  };
}

/** Shows a new incident also in the activity feed. */
const alert = { channelData: { notification: { alert: true } } };

function addressed(to: Omit<ConversationFacts, 'readerId'>, id = to.conversationId) {
  const { kind, tenantId, botId, serviceUrl } = to;
  return {
    channelId: 'msteams',
    serviceUrl,
    from: { id: botId, name: '' },
    conversation: {
      id,
      name: '',
      isGroup: kind !== 'personal',
      conversationType: kind,
      ...(tenantId ? { tenantId } : {}),
    },
  };
}
