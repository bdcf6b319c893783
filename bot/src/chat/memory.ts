/** What the bot remembers of a conversation with one person: ten minutes of subjects, fifteen of undo. */
import { between, type Instant, type RoomId, type SignalId, undoWithinMs } from '@rooms-pro/core';
import type { ActionPayload, CommandTarget } from '@rooms-pro/core/contracts';
import type { Meaning, Slots } from './understanding/meaning.ts';

/** One command that succeeded, and the action that reverses it. */
export type Undoable = {
  readonly target: CommandTarget;
  readonly undo: ActionPayload;
  readonly roomId: RoomId;
  /** `null`: the command concerned the whole room. */
  readonly signal: SignalId | null;
  readonly label: string;
};

/** How long “it” means what was last mentioned, and how long a question stays open. */
const mentionedForMs = 10 * 60_000;

/** A change that can be undone: its commands, or the subscription as it was before. */
export type LastChange = {
  readonly at: Instant;
  readonly correlationId: string;
  readonly steps: readonly Undoable[];
  readonly mentioned: Slots;
  /** Restores the subscription of the conversation. */
  readonly restore?: () => Promise<void>;
};

export type Remembered = {
  readonly at: Instant;
  readonly open: Meaning | null;
  readonly mentioned: Slots | null;
  readonly asked: Meaning | null;
  readonly last: LastChange | null;
};

export type Memory = {
  recall(key: string, now: Instant): Remembered | null;
  remember(key: string, what: Remembered): void;
  /** Whether this person writes for the first time since the process started. */
  isNew(key: string): boolean;
};

const mostConversations = 2_000;

/** Creates an empty memory. The oldest conversations are forgotten first. */
export function createMemory(): Memory {
  const byKey = new Map<string, Remembered>();
  return {
    recall(key, now) {
      const known = byKey.get(key);
      if (known === undefined) return null;
      const age = between(known.at, now);
      const isRecent = age <= mentionedForMs;
      const last =
        known.last !== null && between(known.last.at, now) <= undoWithinMs ? known.last : null;
      return isRecent
        ? { ...known, last }
        : { ...known, open: null, mentioned: null, asked: null, last };
    },
    remember(key, what) {
      byKey.delete(key);
      byKey.set(key, what);
      for (const oldest of byKey.keys()) {
        if (byKey.size <= mostConversations) break;
        byKey.delete(oldest);
      }
    },
    isNew: (key) => !byKey.has(key),
  };
}
