/** The rules in force: `/api/settings/rules`. */
import { z } from 'zod';
import type { RuleOverride, RuleSettings } from '../../signals/rules/rule.ts';
import { category, instant, personRef, severity, signalType } from '../vocabulary.ts';
import type { Wire } from '../wire.ts';
import { ruleMembers, ruleSettings } from './rules.ts';

/** The members of a rule that settings change most. */
const mostChanged = {
  severity,
  opensAfterMs: z.number(),
  investigateForMs: z.number(),
  escalatesAfterMs: z.number().nullable(),
  isOn: z.boolean(),
};

/**
 * One rule in force. `product` has the values without the overrides of this place: for everywhere the
 * values of the product, for a room group the values of everywhere.
 */
export const ruleRow = z.strictObject({
  type: signalType,
  label: z.string(),
  category,
  ...mostChanged,
  watchForMs: z.number(),
  remediations: z.array(z.string()).describe('What the platform can try, in words.'),
  isMisconfiguration: z.boolean(),
  impact: z.string(),
  recommendedAction: z.string(),
  product: z.strictObject(mostChanged).describe('The values without the overrides of this place.'),
  overridden: z
    .array(z.enum(Object.keys(ruleMembers) as readonly (keyof RuleOverride)[]))
    .describe('The members that are different here.'),
  groups: z
    .array(z.string())
    .describe('Room groups that change the rule again; empty where the place is a group.'),
});
export type RuleRow = Wire<typeof ruleRow>;

/** Query of both routes of `/api/settings/rules`. Without a group, the rules are those of everywhere. */
export const rulesQuery = z.object({ group: z.string().min(1).max(80).optional() });

/** Response of `GET /api/settings/rules`, and of a `PUT` that changed them. */
export const rulesAnswer = z.strictObject({
  version: z.string().describe('Names the rules as a whole. Verdicts carry it.'),
  etag: z
    .string()
    .nullable()
    .describe('A client sends it back with a change; `null`: the rules were never changed.'),
  settings: ruleSettings,
  group: z.string().nullable().describe('The room group of the rules; `null`: everywhere.'),
  changed: z.strictObject({ by: personRef, at: instant }).nullable(),
  rules: z.array(ruleRow),
  canChange: z.boolean().describe('Whether this person may change them.'),
  confirmedAt: instant,
});
export type RulesAnswer = Wire<typeof rulesAnswer>;

/** Body of `PUT /api/settings/rules`. `readRuleSettings` reads the settings. */
export const rulesBody = z.strictObject({
  etag: z.string().max(200).nullable(),
  settings: z.unknown(),
});
/** The same body, for clients: with the settings in full. */
export const fullRulesBody = rulesBody.extend({ settings: ruleSettings });
export type RulesBody = { readonly etag: string | null; readonly settings: RuleSettings };
