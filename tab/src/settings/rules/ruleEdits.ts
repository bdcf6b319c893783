/** Converts the input of the rule dialog to the settings that are sent. */
import type { Severity } from '@rooms-pro/core';
import { type RuleRow, type RulesAnswer, ruleSettingsLimits } from '@rooms-pro/core/contracts';

type Settings = RulesAnswer['settings'];

/** The fields of the dialog. Times are text. */
export type RuleDraft = {
  readonly isOn: boolean;
  readonly severity: Severity;
  readonly opensAfterMinutes: string;
  readonly investigateForMinutes: string;
  /** Empty: never. */
  readonly escalatesAfterDays: string;
};

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** The draft for the present rule. */
export function toRuleDraft(rule: RuleRow['product']): RuleDraft {
  const { isOn, severity, opensAfterMs, investigateForMs, escalatesAfterMs } = rule;
  return {
    isOn,
    severity,
    opensAfterMinutes: String(opensAfterMs / minuteMs),
    investigateForMinutes: String(investigateForMs / minuteMs),
    escalatesAfterDays: escalatesAfterMs === null ? '' : String(escalatesAfterMs / dayMs),
  };
}

/** The maximum that the server accepts for each field. */
const most = {
  opensAfterMinutes: ruleSettingsLimits.opensAfterMs / minuteMs,
  investigateForMinutes: ruleSettingsLimits.investigateForMs / minuteMs,
  escalatesAfterDays: ruleSettingsLimits.escalatesAfterMs.most / dayMs,
} as const;
const fewestDays = ruleSettingsLimits.escalatesAfterMs.least / dayMs;

/** The fields that contain no valid time; empty if all are valid. */
export function checkRuleDraft(draft: RuleDraft): Partial<Record<keyof typeof most, string>> {
  const faults: Partial<Record<keyof typeof most, string>> = {};
  for (const name of ['opensAfterMinutes', 'investigateForMinutes'] as const) {
    const text = draft[name].trim();
    const isTime = text !== '' && Number(text) >= 0 && Number(text) <= most[name];
    if (!isTime) faults[name] = `Write a number from 0 to ${most[name]}.`;
  }
  const days = draft.escalatesAfterDays.trim();
  const isAge = Number(days) >= fewestDays && Number(days) <= most.escalatesAfterDays;
  if (days !== '' && !isAge && draft.severity === 'warning') {
    faults.escalatesAfterDays = `Write a number of days up to ${most.escalatesAfterDays}, or nothing for never.`;
  }
  return faults;
}

const losses: Partial<Record<RuleRow['type'], string>> = {
  connection:
    'When a room disconnects, no incident opens for it any more, and no person is notified.',
  reported: 'Reports of people about a room are stored, but no person is notified.',
};

/**
 * The loss when this rule is switched off that no other rule covers; `null` if the rule stays on or is
 * covered.
 */
export function unsavedLoss(rule: Pick<RuleRow, 'type' | 'isOn'>, draft: RuleDraft): string | null {
  return rule.isOn && !draft.isOn ? (losses[rule.type] ?? null) : null;
}

/** The overrides of a scope: a room group, or (`null`) all rooms. */
function overridesIn({ deployment, groups }: Settings, group: string | null) {
  if (group === null) return deployment;
  return Object.hasOwn(groups, group) ? (groups[group] ?? {}) : {};
}

/**
 * The settings with this draft in a scope. Values equal to the default of that scope are not stored, so
 * that a later version of the product (for a group: a change of the rules for all rooms) can change
 * them. Values that the dialog does not show stay unchanged.
 */
export function withDraft(
  settings: Settings,
  rule: RuleRow,
  draft: RuleDraft,
  group: string | null,
): Settings {
  const before = overridesIn(settings, group);
  const { product, type } = rule;
  const { isOn, severity } = draft;
  const days = draft.escalatesAfterDays.trim();
  const wanted = {
    isOn,
    severity,
    opensAfterMs: Math.round(Number(draft.opensAfterMinutes) * minuteMs),
    investigateForMs: Math.round(Number(draft.investigateForMinutes) * minuteMs),
    // A rule that is already important cannot escalate.
    escalatesAfterMs:
      days === '' || severity === 'important' ? null : Math.round(Number(days) * dayMs),
  };
  const isTold = (member: string, value: unknown) => {
    if (!(member in product)) return true;
    // The severity determines the escalation of a warning, unless this scope overrides the escalation.
    if (member === 'escalatesAfterMs' && severity !== product.severity) {
      return severity === 'warning';
    }
    return product[member as keyof typeof product] !== value;
  };
  const kept = Object.entries({ ...before.rules?.[type], ...wanted }).filter(([member, value]) =>
    isTold(member, value),
  );
  const { [type]: _, ...others } = before.rules ?? {};
  const rules = kept.length === 0 ? others : { ...others, [type]: Object.fromEntries(kept) };
  const after = { ...before, rules };
  return group === null ? { ...settings, deployment: after } : withGroup(settings, group, after);
}

/** Removes a group without overrides. */
function withGroup(
  settings: Settings,
  group: string,
  override: Settings['groups'][string],
): Settings {
  const { rules = {}, ...timings } = override;
  const isEmpty = Object.keys({ ...rules, ...timings }).length === 0;
  const { [group]: _, ...others } = settings.groups;
  return { ...settings, groups: isEmpty ? others : { ...settings.groups, [group]: override } };
}
