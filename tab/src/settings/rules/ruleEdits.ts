/** From what a person sets in the dialog of a rule to the settings that are sent. */
import type { Severity } from '@rooms-pro/core';
import type { RuleRow, RulesAnswer } from '@rooms-pro/core/contracts';

type Settings = RulesAnswer['settings'];

/** What can be set in the dialog. Times as people write them. */
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

/** The draft as the rule stands. */
export function draftOf(rule: RuleRow['product']): RuleDraft {
  const { isOn, severity, opensAfterMs, investigateForMs, escalatesAfterMs } = rule;
  return {
    isOn,
    severity,
    opensAfterMinutes: String(opensAfterMs / minuteMs),
    investigateForMinutes: String(investigateForMs / minuteMs),
    escalatesAfterDays: escalatesAfterMs === null ? '' : String(escalatesAfterMs / dayMs),
  };
}

/** The most that the server takes of each. */
const most = {
  opensAfterMinutes: 30 * 24 * 60,
  investigateForMinutes: 7 * 24 * 60,
  escalatesAfterDays: 365,
} as const;
const fewestDays = 1 / (24 * 60);

/** What cannot be taken as a time, by field; empty when all can. */
export function faultsOfDraft(draft: RuleDraft): Partial<Record<keyof typeof most, string>> {
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
  connection: 'When a room goes silent, no incident opens for that any more, and nobody is told.',
  reported: 'What people report about a room is kept, but reaches nobody.',
};

/** What switching this rule off takes away that nothing else gives; `null`: it stays on, or is like others. */
export function unsavedLoss(rule: Pick<RuleRow, 'type' | 'isOn'>, draft: RuleDraft): string | null {
  return rule.isOn && !draft.isOn ? (losses[rule.type] ?? null) : null;
}

/** What holds otherwise in a place: a room group, or (`null`) everywhere. */
function overridesIn({ deployment, groups }: Settings, group: string | null) {
  if (group === null) return deployment;
  return Object.hasOwn(groups, group) ? (groups[group] ?? {}) : {};
}

/**
 * The settings with this rule as drafted in a place. What would hold there anyway is not kept, so
 * that a later version of the product (for a group: a change of what holds everywhere) may change
 * it; what the dialog does not show stays as it was.
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
    // What is important already cannot become so with time.
    escalatesAfterMs:
      days === '' || severity === 'important' ? null : Math.round(Number(days) * dayMs),
  };
  const isTold = (member: string, value: unknown) => {
    if (!(member in product)) return true;
    // How a warning ages follows from the severity, unless that is itself otherwise here.
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

/** A group of which nothing is otherwise any more is not named any more. */
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
