/** The conversations of the bot. Each conversation is one document, which several processes write. */
import { isDeepStrictEqual } from 'node:util';
import type { Instant } from '@rooms-pro/core';
import { catchUnreadable, type Store, updateDocument } from '@rooms-pro/store';
import type { Pause } from '../pauses/pause.ts';
import { type Changes, valuesWhere } from './localChanges.ts';

export const conversationKinds = ['personal', 'groupChat', 'channel'] as const;
export type ConversationKind = (typeof conversationKinds)[number];

/** A conversation that the bot is in, with the data that the bot needs to send to it. */
export type Conversation = {
  /** Without the thread suffix `;messageid=…`. */
  readonly conversationId: string;
  readonly kind: ConversationKind;
  readonly serviceUrl: string;
  readonly tenantId: string | null;
  readonly teamId: string | null;
  /** The account of the bot in this conversation. */
  readonly botId: string;
  /** The only reader of a personal conversation; `null` when many people read it. */
  readonly readerId: string | null;
  /** The names of team, channel and group chat that Teams sent last. */
  readonly teamName?: string;
  readonly channelName?: string;
  readonly chatName?: string;
  /** The bot joins and leaves `shared` and `private` channels separately from their team. */
  readonly channelType?: string;
  /** Present while Teams rejects messages to the conversation; retries follow a schedule. */
  readonly paused?: Pause;
  /**
   * Present when an event ended the conversation. The documents stay for some time, because it may come
   * back.
   */
  readonly ended?: ConversationEnd;
};

/** The event that ended a conversation. */
export type ConversationEnd = {
  readonly how: 'botRemoved' | 'channelDeleted' | 'teamLeft' | 'teamDeleted';
  readonly at: Instant;
};

/** The facts about a conversation that activities contain. */
export type ConversationFacts = Omit<Conversation, 'paused' | 'ended'>;
export type ConversationNames = Pick<Conversation, 'teamName' | 'channelName'>;
/** Whether a conversation is new, was known already, or had ended and came back. */
export type Met = 'new' | 'known' | 'back';

/** The operations on conversations. */
export type Conversations = {
  /** A conversation that has not ended. */
  conversation(id: string): Conversation | null;
  conversations(): Iterable<Conversation>;
  /** Conversations that have ended and may come back. */
  ended(): Iterable<Conversation>;
  /** Records a conversation. Returns `new` and `back` only once, even when events repeat. */
  addConversation(conversation: ConversationFacts): Promise<Met>;
  /** Records new names. */
  rename(conversationId: string, names: ConversationNames): Promise<void>;
  /** Marks a conversation as ended and keeps its documents. Returns false when it had ended before. */
  end(conversationId: string, ending: ConversationEnd): Promise<boolean>;
  /** Undoes an end. Returns whether the conversation had ended. */
  bringBack(conversationId: string): Promise<boolean>;
  /** Pauses a conversation, or changes its pause: `next` returns the new one, `null` for no change. */
  pause(conversationId: string, next: (known: Pause | null) => Pause | null): Promise<boolean>;
  /** Ends a pause. Returns whether the conversation was paused. */
  resume(conversationId: string): Promise<boolean>;
};

/** `conversations` is the copy of this process. */
export function createConversations(
  store: Store,
  conversations: Map<string, Conversation>,
  changes: Changes,
): Conversations {
  /**
   * Changes the document in the store, because other processes write it too: one receives activities
   * and one sends cards. `next` returns `null` for no change. Returns whether the document changed.
   */
  function update(id: string, next: (before: Conversation | null) => Conversation | null) {
    const change = (before: Conversation | null) => ({ put: next(before), answer: null });
    return changes.make(async () => {
      const updating = updateDocument(store, 'conversation', id, change);
      const updated = await updating.catch(catchUnreadable);
      if (updated === 'unreadable') return updateInMemory(id, next);
      if (updated.stored === null) conversations.delete(id);
      else conversations.set(id, updated.stored.value);
      return updated.isWritten;
    });
  }

  /**
   * Changes the conversation in memory only, because its document in quarantine must not change. The
   * change is lost when the process ends.
   */
  function updateInMemory(
    id: string,
    next: (before: Conversation | null) => Conversation | null,
  ): boolean {
    const after = next(conversations.get(id) ?? null);
    if (after !== null) conversations.set(id, after);
    return after !== null;
  }

  return {
    conversation(id) {
      const known = conversations.get(id);
      return known === undefined || known.ended ? null : known;
    },
    conversations: () => valuesWhere(conversations, ({ ended }) => !ended),
    ended: () => valuesWhere(conversations, ({ ended }) => ended !== undefined),
    async addConversation(facts) {
      const known = conversations.get(facts.conversationId);
      if (known && !known.ended && isDeepStrictEqual(known, merge(known, facts))) return 'known';
      let result: Met = 'known';
      await update(facts.conversationId, (before) => {
        const after = without(merge(before, facts), 'ended');
        result = before === null ? 'new' : before.ended ? 'back' : 'known';
        return isDeepStrictEqual(before, after) ? null : after;
      });
      return result;
    },
    async rename(id, names) {
      const known = conversations.get(id);
      if (!known || isDeepStrictEqual(known, { ...known, ...names })) return;
      await update(id, (before) => before && { ...before, ...names });
    },
    end: (id, ended) =>
      update(id, (before) =>
        before && !before.ended ? { ...without(before, 'paused'), ended } : null,
      ),
    bringBack: (id) => update(id, (before) => (before?.ended ? without(before, 'ended') : null)),
    pause: (id, next) =>
      update(id, (before) => {
        const paused = before && !before.ended ? next(before.paused ?? null) : null;
        return before && paused && { ...before, paused };
      }),
    async resume(id) {
      if (!conversations.get(id)?.paused) return false;
      return update(id, (before) => (before?.paused ? without(before, 'paused') : null));
    },
  };
}

/**
 * Merges the known facts with the facts of an activity. Not every activity contains the names of the
 * team and the channel.
 */
function merge(known: Conversation | null, facts: ConversationFacts): Conversation {
  const present = Object.fromEntries(Object.entries(facts).filter(([, value]) => value != null));
  return { ...facts, ...known, ...present };
}

function without(conversation: Conversation, field: 'paused' | 'ended'): Conversation {
  const { [field]: _, ...rest } = conversation;
  return rest;
}
