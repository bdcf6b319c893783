/** The current rules: the defaults of the product with the settings of managers, which may change at any time. */
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
  /** The current rules; each read returns the latest values. */
  readonly rules: Rules;
  /** The settings of managers, with the etag for a replacement; etag `null`: managers have set nothing yet. */
  settings(): { readonly value: RuleSettings; readonly etag: string | null };
  /** Loads the settings from the store; returns whether the rules changed. */
  load(): Promise<boolean>;
  /**
   * Stores settings as the next version. `conflict`: another writer changed them since `etag`. Throws an
   * `UnreadableDocument` when the settings are in quarantine, and does not overwrite them.
   */
  put(settings: Omit<RuleSettings, 'version'>, etag: string | null): Promise<'done' | 'conflict'>;
  /** Calls `listener` after each change of the rules. Returns a function that stops it. */
  onChange(listener: () => void): () => void;
};

export type RuleRepositoryOptions = {
  readonly base: Rules;
  /** Factor by which all timings are shorter; 1 outside a demonstration. */
  readonly pace: number;
  /** Called when stored settings are unusable; the rules do not change. */
  readonly onFault?: (reason: string) => void;
};

const documentId = 'rules';

/** Creates a repository with the default rules; `load()` reads the settings from the store. */
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

  function apply(value: RuleSettings, etag: string | null): void {
    stored = { value, etag };
    current = scaleRules(withSettings(base, value), pace);
    for (const listener of [...listeners]) listener();
  }

  /** Settings in quarantine change nothing: the current rules remain. */
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
        apply(noSettings, null);
        return true;
      }
      const read = readRuleSettings(found.value);
      if ('faults' in read) {
        onFault?.(read.faults.map(({ pointer, reason }) => `${pointer}: ${reason}`).join(' '));
        return false;
      }
      apply(read.settings, found.etag);
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
      apply(value, written.etag);
      return 'done';
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
