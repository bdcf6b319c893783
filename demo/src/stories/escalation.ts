/** The time after which a warning becomes important, in the rules of one room group. */
import type { GroupOverride, RuleSettings, SignalType } from '@rooms-pro/core';

/** What the settings say for this group and type; `undefined`: nothing of their own. */
export function escalationIn(
  { groups }: RuleSettings,
  group: string,
  type: SignalType,
): number | null | undefined {
  return groups[group]?.rules?.[type]?.escalatesAfterMs;
}

/** The settings with this time, or (`undefined`) without any, and without what then says nothing. */
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
