/** The rules in force: the product's own, with what managers have set, also while the program runs. */
import {
  liveRules,
  noSettings,
  type RuleSettings,
  type Rules,
  scaleRules,
  withSettings,
} from '@rooms-pro/core';
import { readRuleSettings } from '@rooms-pro/core/contracts';
import { isUnreadable, type UnreadableDocument } from '../quarantine/quarantine.ts';
import type { Store, Stored } from '../store.ts';

export type RuleRepository = {
  /** The rules as they are at each look. */
  readonly rules: Rules;
  /** What managers have set, with the mark to put something newer in its place; `null`: nothing yet. */
  settings(): { readonly value: RuleSettings; readonly etag: string | null };
  /** Takes over what the store holds; whether the rules have changed by it. */
  load(): Promise<boolean>;
  /**
   * Puts settings in force, one version on; `conflict`: somebody else did since `etag`. Throws an
   * `UnreadableDocument` where the settings are in quarantine: nothing is written over them.
   */
  put(settings: Omit<RuleSettings, 'version'>, etag: string | null): Promise<'done' | 'conflict'>;
  /** Calls back after each change of the rules. Returns the way to stop. */
  onChange(listener: () => void): () => void;
};

export type RuleRepositoryOptions = {
  readonly base: Rules;
  /** How many times faster than the product's timings; 1 outside a demonstration. */
  readonly pace: number;
  /** Hears of stored settings that cannot be used; the rules stay what they were. */
  readonly onFault?: (reason: string) => void;
};

const documentId = 'rules';

/** The book with the product's own rules in it; `load()` brings what the store remembers. */
export function openRuleRepository(
  store: Store,
  { base, pace, onFault }: RuleRepositoryOptions,
): RuleRepository {
  let stored: { readonly value: RuleSettings; readonly etag: string | null } = {
    value: noSettings,
    etag: null,
  };
  let current = scaleRules(base, pace);
  const listeners = new Set<() => void>();
  let unreadable: UnreadableDocument | null = null;

  function take(value: RuleSettings, etag: string | null): void {
    stored = { value, etag };
    current = scaleRules(withSettings(base, value), pace);
    for (const listener of [...listeners]) listener();
  }

  /** Rules in quarantine change nothing: those in force stay. */
  async function readDocument(): Promise<Stored<unknown> | null | 'unreadable'> {
    try {
      const found = await store.document<unknown>('setting', documentId);
      unreadable = null;
      return found;
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      unreadable = error;
      onFault?.(error.message);
      return 'unreadable';
    }
  }

  return {
    rules: liveRules(() => current),
    settings: () => stored,
    async load() {
      const found = await readDocument();
      if (found === 'unreadable' || (found?.etag ?? null) === stored.etag) return false;
      if (found === null) {
        take(noSettings, null);
        return true;
      }
      const read = readRuleSettings(found.value);
      if ('faults' in read) {
        onFault?.(read.faults.map(({ pointer, reason }) => `${pointer}: ${reason}`).join(' '));
        return false;
      }
      take(read.settings, found.etag);
      return true;
    },
    async put(settings, etag) {
      const value: RuleSettings = { ...settings, version: stored.value.version + 1 };
      const written = await store.putDocument('setting', documentId, value, etag);
      if (written === 'conflict') {
        await readDocument();
        if (unreadable !== null) throw unreadable;
        return 'conflict';
      }
      take(value, written.etag);
      return 'done';
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
