/** The conversations of the bot. Each conversation is one document, which several processes write. */
import { isDeepStrictEqual } from 'node:util';
import { catchUnreadable, type Store, updateDocument } from '@rooms-pro/store';
import { type Changes, valuesWhere } from './localChanges.ts';
import type { Conversation, ConversationFacts, Met, Subscriptions } from './subscriptions.ts';

type ConversationOperations =
  | 'conversation'
  | 'conversations'
  | 'ended'
  | 'meet'
  | 'rename'
  | 'end'
  | 'bringBack'
  | 'pause'
  | 'resume';

/** `conversations` is the copy of this process. */
export function createConversations(
  store: Store,
  conversations: Map<string, Conversation>,
  changes: Changes,
): Pick<Subscriptions, ConversationOperations> {
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
    async meet(facts) {
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
