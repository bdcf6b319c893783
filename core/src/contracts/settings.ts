/** The wire shapes of the settings that managers change. The tab imports the types only. */
import { z } from 'zod';
import type { RuleOverride, RuleSettings } from '../signals/rule.ts';
import type { Category, Instant, PersonRef, Severity, SignalType } from '../words.ts';

/** One rule in force, with what the product itself would say where that differs. */
export type RuleRow = {
  readonly type: SignalType;
  readonly label: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly opensAfterMs: number;
  readonly investigateForMs: number;
  readonly escalatesAfterMs: number | null;
  readonly watchForMs: number;
  /** What the platform may try, in words. */
  readonly remediations: readonly string[];
  readonly isMisconfiguration: boolean;
  readonly isOn: boolean;
  readonly impact: string;
  readonly recommendedAction: string;
  /** What the product itself says of what is changed most. */
  readonly product: Pick<
    RuleRow,
    'severity' | 'opensAfterMs' | 'investigateForMs' | 'escalatesAfterMs' | 'isOn'
  >;
  /** Members that this deployment has otherwise than the product. */
  readonly overridden: readonly (keyof RuleOverride)[];
  /** Room groups for which something of it is otherwise again. */
  readonly groups: readonly string[];
};

/** Answer of `GET /api/settings/rules` and of a `PUT` that was taken. */
export type RulesAnswer = {
  /** Names the rules as a whole; verdicts carry it. */
  readonly version: string;
  /** To be sent back with a change; `null`: nothing was ever changed. */
  readonly etag: string | null;
  readonly settings: RuleSettings;
  readonly changed: { readonly by: PersonRef; readonly at: Instant } | null;
  readonly rules: readonly RuleRow[];
  /** Whether this person may change them. */
  readonly canChange: boolean;
};

/** Body of `PUT /api/settings/rules`. The settings are read by `readRuleSettings`. */
export const rulesBody = z.strictObject({
  etag: z.string().max(200).nullable(),
  settings: z.unknown(),
});
export type RulesBody = { readonly etag: string | null; readonly settings: RuleSettings };
