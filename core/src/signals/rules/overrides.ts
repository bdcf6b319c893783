/**
 * Applies the managers' settings to the product's default rules: for the whole deployment at once, for room
 * groups when a room needs its rules. `contracts/settings/rules.ts` has already validated the settings. The
 * limits that no setting may change are also enforced here.
 */
import type { Room } from '../../room.ts';
import type { SignalType } from '../../words.ts';
import { days } from './durations.ts';
import type { GroupOverride, GroupRules, Rule, RuleOverride, RuleSettings, Rules } from './rule.ts';

/** Empty settings: the product's default rules apply everywhere. */
export const noSettings: RuleSettings = { version: 0, deployment: {}, groups: {} };

type ByType = GroupOverride['rules'];

/**
 * The default rules with these settings. The settings of the deployment apply at once; `forGroups` contains
 * those of room groups for `rulesFor`. Settings that change nothing return `base` itself.
 */
export function withSettings(base: Rules, settings: RuleSettings): Rules {
  const { deployment, groups } = settings;
  const named = Object.entries(groups).filter(([, override]) => hasOverrides(override));
  if (!hasOverrides(deployment) && named.length === 0) return base;
  const rules = overridden(base, { ...deployment, ...completeOverrides(base, deployment.rules) });
  const own: Rules = {
    ...rules,
    version: `${base.version}+${settings.version}`,
    disconnectedAfterMs: deployment.disconnectedAfterMs ?? base.disconnectedAfterMs,
    outage: { ...base.outage, ...deployment.outage },
  };
  const groupOverrides = named.map(([name, override]) => {
    return { name, override: { ...override, ...completeOverrides(rules, override.rules) } };
  });
  return withGroups(own, groupOverrides);
}

/** The rules with these overrides of room groups, in their order of application. */
export function withGroups(rules: Rules, groups: readonly Omit<GroupRules, 'alone'>[]): Rules {
  const forGroups = groups.map(({ name, override }): GroupRules => {
    return { name, override, alone: inGroups(rules, [{ name, override }]) };
  });
  return { ...rules, forGroups };
}

/**
 * The rules that apply in a room: the given object when none of its groups has an override, else the
 * rules of its group, which all rooms with only this group share. Several overrides apply in the order of
 * the settings, so the last one wins. The version then contains the names of the groups.
 */
export function rulesFor(rules: Rules, room: Pick<Room, 'groups'>): Rules {
  const { forGroups } = rules;
  if (forGroups === undefined || forGroups.length === 0 || room.groups.length === 0) return rules;
  const applied = forGroups.filter(({ name }) => room.groups.includes(name));
  const [first] = applied;
  if (first === undefined) return rules;
  return applied.length === 1 ? first.alone : inGroups(rules, applied);
}

function inGroups(rules: Rules, applied: readonly Omit<GroupRules, 'alone'>[]): Rules {
  const { forGroups: _, ...own } = rules;
  const all = applied.reduce<Rules>((sofar, { override }) => overridden(sofar, override), own);
  return { ...all, version: `${rules.version} (${applied.map(({ name }) => name).join(', ')})` };
}

function overridden(rules: Rules, override: GroupOverride): Rules {
  return {
    ...rules,
    byType: overriddenTypes(rules.byType, override.rules ?? {}),
    closesAfterMs: override.closesAfterMs ?? rules.closesAfterMs,
    flapping: { ...rules.flapping, ...override.flapping },
    remediation: { ...rules.remediation, ...override.remediation },
    remindBeforeMs: override.remindBeforeMs ?? rules.remindBeforeMs,
  };
}

/** Applies overrides. A rule that is important already has no escalation. */
function overriddenTypes(byType: Rules['byType'], overrides: NonNullable<ByType>) {
  const next: Record<SignalType, Rule> = { ...byType };
  for (const [type, override] of entriesOf(byType, overrides)) {
    const { category, resolvedBy } = byType[type];
    const rule = { ...byType[type], ...override, type, category, resolvedBy };
    next[type] = rule.severity === 'important' ? { ...rule, escalatesAfterMs: null } : rule;
  }
  return next;
}

/** Each override with the values that follow from it, so that it can be applied to any rule of its type. */
function completeOverrides(rules: Rules, overrides: ByType): Pick<GroupOverride, 'rules'> {
  const complete: Partial<Record<SignalType, RuleOverride>> = {};
  for (const [type, override] of entriesOf(rules.byType, overrides ?? {}))
    complete[type] = withDefaults(override, rules.byType[type]);
  return { rules: complete };
}

/**
 * A signal that an override makes a warning escalates as warnings do. A default password always stays a
 * warning, because meetings work nevertheless.
 */
function withDefaults(override: RuleOverride, rule: Rule): RuleOverride {
  if (rule.type === 'default-credentials')
    return { ...override, severity: 'warning', escalatesAfterMs: null };
  if (override.severity !== 'warning' || override.escalatesAfterMs !== undefined) return override;
  const escalatesAfterMs = rule.severity === 'warning' ? rule.escalatesAfterMs : days(7);
  return { ...override, escalatesAfterMs };
}

/** The overrides of known signal types; older settings may contain others. */
function entriesOf(byType: Rules['byType'], overrides: NonNullable<ByType>) {
  const entries = Object.entries(overrides) as [SignalType, RuleOverride][];
  return entries.filter(([type]) => Object.hasOwn(byType, type));
}

function hasOverrides({ rules, ...timings }: GroupOverride): boolean {
  const overrides = Object.values(rules ?? {});
  return [...overrides, timings].some((override) => Object.keys(override).length > 0);
}
