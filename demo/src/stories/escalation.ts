/** Reads and sets the time after which a warning becomes important, in the rules of one room group. */
import type { GroupOverride, RuleSettings, SignalType } from '@rooms-pro/core';

/** The time in the settings of this group and type; `undefined` when the settings do not override it. */
export function findEscalation(
  { groups }: RuleSettings,
  group: string,
  type: SignalType,
): number | null | undefined {
  return groups[group]?.rules?.[type]?.escalatesAfterMs;
}

/** Returns the settings with this time, or without an override (`undefined`); removes objects that are empty then. */
export function withEscalation(
  settings: RuleSettings,
  group: string,
  type: SignalType,
  escalatesAfterMs: number | null | undefined,
): RuleSettings {
  const { [group]: own = {}, ...others } = settings.groups;
  const { rules: ownRules = {}, ...ownRest } = own;
  const { [type]: rule = {}, ...otherRules } = ownRules;
  const { escalatesAfterMs: _, ...rest } = rule;
  const override = escalatesAfterMs === undefined ? rest : { ...rest, escalatesAfterMs };
  const rules = isEmpty(override) ? otherRules : { ...otherRules, [type]: override };
  const next: GroupOverride = isEmpty(rules) ? ownRest : { ...ownRest, rules };
  return { ...settings, groups: isEmpty(next) ? others : { ...others, [group]: next } };
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}
