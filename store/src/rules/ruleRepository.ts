/** The current rules: the defaults of the product with the settings of managers, which may change at any time. */
import {
  noSettings,
  type RuleSettings,
  type Rules,
  scaleRules,
  withSettings,
} from '@rooms-pro/core';
import { readRuleSettings } from '@rooms-pro/core/contracts';
import type { Store } from '../store.ts';
import { openDocument } from '../updateDocument.ts';

export type RuleRepository = {
  /** The rules that are in force now. The value never changes: read it once for each input. */
  rules(): Rules;
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
  { base, pace, onFault = () => {} }: RuleRepositoryOptions,
): RuleRepository {
  // Settings in quarantine change nothing: the current rules remain.
  const document = openDocument<RuleSettings>(store, 'setting', documentId, {
    initial: noSettings,
    parse(stored) {
      const read = readRuleSettings(stored);
      if (!('faults' in read)) return { value: read.settings };
      return { fault: read.faults.map(({ pointer, reason }) => `${pointer}: ${reason}`).join(' ') };
    },
    onFault,
  });
  let current = scaleRules(base, pace);
  document.onChange(() => {
    current = scaleRules(withSettings(base, document.current().value), pace);
  });

  return {
    rules: () => current,
    settings: document.current,
    load: document.load,
    put: (settings, etag) =>
      document.update((before, version) =>
        version === etag
          ? { put: { ...settings, version: before.version + 1 }, answer: 'done' }
          : { put: null, answer: 'conflict' },
      ),
    onChange: document.onChange,
  };
}
